"""Reading the large table in pandas."""
import os

import pandas
from timing import measure

measure("load_csv, 1e6 x 5", lambda: pandas.read_csv(os.environ["TABLE"]), repeat=5)
