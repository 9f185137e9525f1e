"""The commands of the command line, one file each."""

import gc

# A start-up makes many small objects that all live on; looking through them again and again for
# garbage is a tenth of a short command's time.
gc.set_threshold(200_000, 20, 20)
