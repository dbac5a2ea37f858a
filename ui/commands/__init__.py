"""What the commands of `tiaoli` do; `ui.cli` reads their options."""
