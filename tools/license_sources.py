"""What the catalog of licences is built from, and under which names."""

SCANCODE = {
    "llama-license-2023": "LicenseRef-LLaMA-1",
    "llama-2-license-2023": "LicenseRef-Llama-2-Community",
    "llama-3.1-license-2024": "LicenseRef-Llama-3.1-Community",
    "llama-3.2-license-2024": "LicenseRef-Llama-3.2-Community",
    "llama-3.3-license-2024": "LicenseRef-Llama-3.3-Community",
    "llama-4-cla-2025": "LicenseRef-Llama-4-Community",
    "gemma-tou-2024-04-01": "LicenseRef-Gemma",
    "gemma-tou-2025-03-24": "LicenseRef-Gemma",
    "qwen-2024": "LicenseRef-Qwen",
    "tongyi-qianwen-2023": "LicenseRef-Tongyi-Qianwen",
    "deepseek-la-1.0": "LicenseRef-DeepSeek-Model",
    "bigscience-open-rail-m": "LicenseRef-BigScience-OpenRAIL-M",
    "bigscience-open-rail-m2": "LicenseRef-OpenRAIL++-M",
    "bigscience-rail-1.0": "LicenseRef-BigScience-BLOOM-RAIL-1.0",
    "bigcode-open-rail-m-v1": "LicenseRef-BigCode-OpenRAIL-M",
    "stable-diffusion-2022-08-22": "LicenseRef-CreativeML-OpenRAIL-M",
    "falcon-2-11b-1.0": "LicenseRef-Falcon-2-11B-TII",
    "apple-ml-ferret-2023": "LicenseRef-Apple-Sample-Code",
    "apple-excl": "LicenseRef-Apple-Sample-Code",
    "nvidia-open-model-2025-04-28": "LicenseRef-NVIDIA-Open-Model",
    "s-lab-1.0": "LicenseRef-S-Lab-1.0",
    "stability-ai-community-2024": "LicenseRef-Stability-AI-Community",
    "stability-ai-nc-2023-12-06": "LicenseRef-Stability-AI-Non-Commercial",
    "flux-1-nc": "LicenseRef-FLUX-1-dev-Non-Commercial",
    "openmdw-1.0": "LicenseRef-OpenMDW-1.0",
    "exaone-ai-model-1.1-nc": "LicenseRef-EXAONE-1.1-NC",
    "chameleon-research-2024": "LicenseRef-Chameleon-Research",
    "gaussian-splatting-2024": "LicenseRef-Gaussian-Splatting-Research",
    "fair-ai-public-1.0-sd": "LicenseRef-Fair-AI-Public-1.0-SD",
    "cmu-flite": "LicenseRef-CMU-Flite",
    "llama-4-license-2025": "LicenseRef-Llama-4-Community",
    "tencent-hunyuan-3d-2.0-cla": "LicenseRef-Tencent-Hunyuan-Community",
    "gemma-pup-2024-02-21": "LicenseRef-Gemma-Prohibited-Use",
    "moonshot-ai-modified-mit-2025": "LicenseRef-Kimi-K2",
    "ms-research-shared-source": "LicenseRef-MSR-Shared-Source",
}  # fmt: skip
"""ScanCode's key → our name, for what SPDX does not list."""

PUBLISHED = {
    "LicenseRef-Llama-2-Community": ("meta-llama/llama-models", "models/llama2/LICENSE"),
    "LicenseRef-Llama-3-Community": ("meta-llama/llama-models", "models/llama3/LICENSE"),
    "LicenseRef-Llama-3.1-Community": ("meta-llama/llama-models", "models/llama3_1/LICENSE"),
    "LicenseRef-Llama-3.2-Community": ("meta-llama/llama-models", "models/llama3_2/LICENSE"),
    "LicenseRef-Llama-3.3-Community": ("meta-llama/llama-models", "models/llama3_3/LICENSE"),
    "LicenseRef-Llama-4-Community": ("meta-llama/llama-models", "models/llama4/LICENSE"),
    "LicenseRef-Tongyi-Qianwen": ("QwenLM/Qwen", "Tongyi Qianwen LICENSE AGREEMENT"),
    "LicenseRef-Tongyi-Qianwen-Research": (
        "QwenLM/Qwen", "Tongyi Qianwen RESEARCH LICENSE AGREEMENT",
    ),
    "LicenseRef-MiniMax-Model": ("MiniMax-AI/MiniMax-01", "LICENSE-MODEL"),
    "LicenseRef-ChatGLM-Model": ("THUDM/ChatGLM3", "MODEL_LICENSE"),
    "LicenseRef-Tencent-Hunyuan-Community": ("Tencent-Hunyuan/HunyuanVideo", "LICENSE.txt"),
    "LicenseRef-DeepSeek-Model": ("deepseek-ai/DeepSeek-LLM", "LICENSE-MODEL"),
    "LicenseRef-DeepFloyd-IF": ("deep-floyd/IF", "LICENSE-MODEL"),
    "LicenseRef-SAM": ("facebookresearch/sam3", "LICENSE"),
    "LicenseRef-DINOv3": ("facebookresearch/dinov3", "LICENSE.md"),
    "LicenseRef-OPT-175B": ("facebookresearch/metaseq", "projects/OPT/MODEL_LICENSE.md"),
    "LicenseRef-SEER": ("Xtra-Computing/ModelGo", "license_raw/SEER.txt"),
    "LicenseRef-Seamless": ("facebookresearch/seamless_communication", "SEAMLESS_LICENSE"),
    "LicenseRef-Apple-AMLR": ("apple/ml-fastvlm", "LICENSE_MODEL"),
    "LicenseRef-NVIDIA-Source-Code": ("NVlabs/SegFormer", "LICENSE"),
    "LicenseRef-NVIDIA-Source-Code-1-Way": ("NVlabs/stylegan3", "LICENSE.txt"),
    "LicenseRef-CMU-OpenPose-NC": ("CMU-Perceptual-Computing-Lab/openpose", "LICENSE"),
    "LicenseRef-SMPL": ("vchoutas/smplify-x", "LICENSE"),
    "LicenseRef-Roboflow-Platform": ("roboflow/rf-detr", "rfdetr/platform/LICENSE.platform"),
    "LicenseRef-Academic-Public": ("swz30/MPRNet", "LICENSE.md"),
    "LicenseRef-SDXL-0.9-Research": (
        "Stability-AI/generative-models", "model_licenses/LICENSE-SDXL0.9",
    ),
    "LicenseRef-FLUX-1-dev-Non-Commercial": (
        "black-forest-labs/flux", "model_licenses/LICENSE-FLUX1-dev",
    ),
    "LicenseRef-ModelGo-MG0-2.0": ("Xtra-Computing/ModelGo", "MGL/V2/MG0/LICENSE"),
    "LicenseRef-ModelGo-MG-BY-2.0": ("Xtra-Computing/ModelGo", "MGL/V2/MG-BY/LICENSE"),
    "LicenseRef-ModelGo-MG-BY-SA-2.0": ("Xtra-Computing/ModelGo", "MGL/V2/MG-BY-SA/LICENSE"),
    "LicenseRef-ModelGo-MG-BY-ND-2.0": ("Xtra-Computing/ModelGo", "MGL/V2/MG-BY-ND/LICENSE"),
    "LicenseRef-ModelGo-MG-BY-NC-2.0": ("Xtra-Computing/ModelGo", "MGL/V2/MG-BY-NC/LICENSE"),
    "LicenseRef-ModelGo-MG-BY-NC-ND-2.0": (
        "Xtra-Computing/ModelGo", "MGL/V2/MG-BY-NC-ND/LICENSE",
    ),
    "LicenseRef-ModelGo-MG-BY-RAI-2.0": ("Xtra-Computing/ModelGo", "MGL/V2/MG-BY-RAI/LICENSE"),
    "LicenseRef-ModelGo-MG-BY-NC-RAI-2.0": (
        "Xtra-Computing/ModelGo", "MGL/V2/MG-BY-NC-RAI/LICENSE",
    ),
}  # fmt: skip
"""Our name → repository and path at which its makers publish the text."""

_VERBATIM = r"Everyone is permitted to copy and distribute verbatim copies.{0,80}not allowed\."
"""A sentence about the licence's own text, which copies often leave out."""
_CC = (r"^.*?(?=By exercising the Licensed Rights)", r"Creative Commons is not a party.*$")
FORMS = {
    "Apache-2.0": ((r"APPENDIX: How to apply.*$",), (r"END OF TERMS AND CONDITIONS.*$",)),
    **{
        name: (
            (rf"How to Apply These Terms to Your New {made}.*$",),
            (r"END OF TERMS AND CONDITIONS.*$",),
            (_VERBATIM,),
            (_VERBATIM, rf"How to Apply These Terms to Your New {made}.*$"),
        )
        for name, made in (
            ("GPL-2.0-only", "Programs"), ("GPL-3.0-only", "Programs"),
            ("AGPL-3.0-only", "Programs"), ("LGPL-2.1-only", "Libraries"),
        )
    },
    "LGPL-3.0-only": ((r"GNU GENERAL PUBLIC LICENSE\s+Version 3, 29 June 2007.*$",),),
    "MPL-2.0": ((r"Exhibit A - Source Code.*$",),),
    "CC0-1.0": ((r"^.*?(?=Statement of Purpose)",), (r"^.*?(?=The laws of most jurisdictions)",)),
    "Unlicense": ((r"For more information, please refer to.*$",),),
    "OFL-1.1": ((r"^.*?(?=PREAMBLE)",),),
    **{
        f"CC-BY{kind}-4.0": (_CC[:1], _CC[1:], _CC)
        for kind in ("", "-SA", "-NC", "-ND", "-NC-SA", "-NC-ND")
    },
}  # fmt: skip
"""Licence → the forms in which it is also shipped, each as the passages it leaves out."""

REWORDINGS = {
    "ISC": ((r"\bISC(?= DISCLAIMS)", "THE AUTHOR"), (r"(?<=SHALL )ISC\b", "THE AUTHOR")),
}
"""Licence → names of one holder that stand in the text SPDX keeps."""


LESS = frozenset(
    name
    for family in (
        "GPL-1.0",
        "GPL-2.0",
        "GPL-3.0",
        "LGPL-2.0",
        "LGPL-2.1",
        "LGPL-3.0",
        "AGPL-1.0",
        "AGPL-3.0",
        "GFDL-1.1",
        "GFDL-1.2",
        "GFDL-1.3",
    )
    for name in (family, f"{family}+", f"{family}-or-later")
) | {"BSD-2-Clause-NetBSD", "BSD-2-Clause-FreeBSD", "Nunit", "StandardML-NJ"}
"""Ids whose text is that of another id: it cannot tell them apart."""
