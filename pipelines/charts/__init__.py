"""Figures: one module per mart, one function per figure, and the template that they share.

A figure function takes the rows of its mart as a DataFrame and the label of the release, and returns a Plotly
figure. It draws the values of the mart and computes nothing that a mart should hold. Queries, files and rendering
do not belong here, and nothing here is imported before a figure is wanted: Plotly and pandas are slow to load.
"""
