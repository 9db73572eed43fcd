#!/usr/bin/env python3
"""Records bilinear resampling by a factor of 2 and learned maps that are scaled. Run in this folder: python3 resampling.py"""

import torch
import torch.nn.functional as F

from cases import File, grid

file = File("resampling.json")
taps = torch.outer(torch.tensor([1.0, 3.0, 3.0, 1.0]), torch.tensor([1.0, 3.0, 3.0, 1.0])) / 64
file.case("bilinear downsampling", "BilinearDownsampling", lambda x: F.conv2d(x, taps.expand(x.shape[1], 1, 4, 4), stride=2, padding=1, groups=x.shape[1]), {"x": grid(2, 3, 4, 6)})
file.case("bilinear upsampling", "BilinearUpsampling", lambda x: F.conv_transpose2d(x, 4 * taps.expand(x.shape[1], 1, 4, 4), stride=2, padding=1, groups=x.shape[1]), {"x": grid(2, 3, 3, 2)})
# Within the border it is that of torch.nn.functional.interpolate.
x = grid(1, 1, 4, 4)
assert torch.allclose(F.conv_transpose2d(x, 4 * taps[None, None], stride=2, padding=1)[..., 1:-1, 1:-1], F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)[..., 1:-1, 1:-1])
file.case("scaled maps", "GenerativeBasis", lambda x, basis, **w: (x @ w["scales/weight"])[:, :, None, None] * basis,
          {"x": grid(2, 5), "scales/weight": grid(5, 3), "basis": grid(3, 2, 4)})
file.write()
