"""From the bound master to what readers and printers get.

    facts = finish_press(pdf, job, palette)   # PDF/X-4 in CMYK
    finish_screen(pdf, job)                   # PDF/UA-1 and PDF/A-2a in RGB

Both work in place on an opened master; `save` then writes the file.
"""

from bindery.finish.metadata import About
from bindery.finish.press import PressFacts, PressJob, finish_press
from bindery.finish.problems import CannotPrint
from bindery.finish.save import save
from bindery.finish.screen import ScreenJob, finish_screen

__all__ = ["About", "CannotPrint", "PressFacts", "PressJob", "ScreenJob", "finish_press", "finish_screen", "save"]
