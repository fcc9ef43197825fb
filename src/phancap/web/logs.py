"""Log lines as JSON, without what people asked."""

from __future__ import annotations

import json
import logging


class JsonLine(logging.Formatter):
    """One JSON object a line; the query string of a request is never written."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, and the kind and place of an exception."""
        line = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage().partition("?")[0],
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error, trace = record.exc_info[1], record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = (
                f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
            )
            line |= {"error": type(error).__name__, "at": where}
        return json.dumps(line, ensure_ascii=False)
