"""What must survive the death of anything, case by case, and what each case's mechanism is worth.

``python -m benchmarks.chaos`` runs the cases at their full scale; the tests run the same functions
at a small one, and once more with the mechanism of each taken out, which must show.
"""
