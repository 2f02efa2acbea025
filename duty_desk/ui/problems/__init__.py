"""Problems on screen: the form that F8 opens, and the page that lists them.

In the order of the flow: time_left, words, kinds, picture_map, shot_marks, answers, form_model,
evidence_view, form, then model and page.
"""
