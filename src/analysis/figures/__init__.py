"""The figures of the book, one module a subject, one function a figure."""
