"""Resizes a picture as clean-fid (Pillow, mode F, bicubic) and pytorch-fid (interpolate, bilinear, align_corners=False) do.

python3 preparation.py, with Pillow 9.4.0 and PyTorch 1.13.
"""
import json
import numpy as np, torch
from PIL import Image
import torch.nn.functional as F

y, x = np.mgrid[0:5, 0:7]
levels = ((x * 37 + y * 61) % 256).astype(np.float32)
out = []
for width, height in ((9, 4), (3, 2), (15, 12), (7, 3)):
    pillow = np.asarray(Image.fromarray(levels, mode="F").resize((width, height), resample=Image.BICUBIC))
    torch_ = F.interpolate(torch.from_numpy(levels)[None, None], size=(height, width), mode="bilinear", align_corners=False)[0, 0].numpy()
    out.append({"width": width, "height": height, "bicubic": [float(v) for v in pillow.ravel()], "bilinear": [float(v) for v in torch_.ravel()]})
with open("preparation.json", "w") as file:
    json.dump(out, file)
