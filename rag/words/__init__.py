"""What is printed, in forms that can be looked up and compared.

In comes the text of a clause or a question. Out come its sentences with their places
(`sentences`), one writing for all (`normal`), its figures, names and titles (`particulars`), how
much of a question it covers (`evidence`) and what in it speaks to a program instead of people
(`orders`). Read in this order. All other folders stand on this one.
"""
