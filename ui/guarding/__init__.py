"""Who may come in and what they may open, how often they may ask, and the record of all of it.

Needed as soon as the page serves more than its own machine; nothing here imports Gradio.
"""
