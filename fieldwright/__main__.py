"""Lets ``python -m fieldwright`` do what ``fieldwright`` does, where scripts are not on the path."""

from fieldwright.cli import main

if __name__ == "__main__":
    main()
