"""The five founding documents, byte for byte, and their manifest."""
