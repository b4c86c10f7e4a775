"""`python -m morgue` is the program `morgue`."""

from morgue.cli.entry import run

if __name__ == "__main__":
    run()
