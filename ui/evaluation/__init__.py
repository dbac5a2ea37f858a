"""What evaluators do on a page: run questions, read runs, make questions of readers' remarks."""
