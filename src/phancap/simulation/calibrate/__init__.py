"""From a log of what really happened to the figures of a model, and to a page that says which of them do not fit.

``reading`` opens XES, OCEL, CSV and XLSX; ``dossiers`` turns cases into dossiers and names the traps of the log;
``fit`` chooses distributions; ``arrivals`` and ``steps`` fit what comes in and what is done; ``predict`` holds the
first part of the log against the rest; ``calibration`` puts them together, ``page`` and ``save`` write them down.
"""
