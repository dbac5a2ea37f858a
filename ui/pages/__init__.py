"""What all pages share, and the pages laid out with Gradio."""
