"""Reading the large array in NumPy."""
import os

import numpy as np
from timing import measure

measure("load_npy, 1e7", lambda: np.load(os.environ["ARRAY"]), repeat=5)
