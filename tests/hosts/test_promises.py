"""Announced releases, in words made up for this test: what is one, and what looks like one."""

import datetime as dt

import pytest

from tracker.hosts.texts.promises.announcement import QUOTE_LIMIT
from tracker.hosts.texts.promises.finding import LIMIT, announcements

PROMISES = """
Watch this repo to be notified when the weights are out.|model
论文接收后，我们会把数据放到 GitHub 仓库。|dataset
The 2M image-text pairs are under review; we plan to publish them.|dataset
Once the paper is accepted we will release the code.|code
The code will be released upon acceptance.|code
Code, data and models will be made publicly available after the review process.|code model dataset
**Code coming soon!**|code
Our dataset is coming soon, stay tuned.|dataset
Code is coming soon. Please stay tuned!|code
We are going to open source the training code next week.|code
We're planning on releasing the weights in the coming weeks.|model
The pretrained models shall be shared shortly.|model
Training scripts: TBD|code
| FooNet-L | 300M | coming soon |
Model weights (to be released)|model
[Paper](https://x.org/a) [Code (coming soon)](#)|code
📢 Inference code and checkpoints will be uploaded in the next few days.|code model
The full code is under preparation and will be made public.|code
We expect to release the benchmark by the end of June 2025.|dataset
Official implementation will be available here soon.|code
The repository will be updated with the code soon.|code
We are cleaning up the code and will release it soon.|code
Code release in progress.|code
Checkpoints: TBA|model
More models will be released in the future.|model
Datasets will come later.|dataset
An online demo will go live next month.|space
We will open-source everything.|code
Everything, including code, data and weights, is going to be open-sourced.|code model dataset
The source code is being prepared for release.|code
We hope to share the annotations soon.|dataset
Training code will follow.|code
To be open-sourced: training data.|dataset
Full training pipeline will be open sourced after the paper is accepted.|code
The evaluation data is not yet released, but will be.|dataset
Our 7B model will be on Hugging Face soon.|model
代码即将开源，敬请期待。|code
代码和模型权重将于论文录用后公开。|code model
我们计划在六月底开源训练数据。|dataset
数据集整理中，近期发布|dataset
后续我们将开放模型权重下载。|model
训练代码（待发布）|code
敬请期待我们的代码！|code
模型权重待上传|model
我们正在准备代码，很快会放出。|code
完整数据将在下个月上线。|dataset
我们会尽快开源代码和数据|code dataset
Demo 即将上线|space
预训练模型将陆续发布|model
コードは近日公開予定です。|code
学習済みモデルとデータセットは後日公開します。|model dataset
論文採択後にコードを公開する予定です。|code
デモは準備中です。近日公開。|space
重みは来週アップロードします。|model
코드는 곧 공개될 예정입니다.|code
모델 가중치와 데이터셋은 추후 공개하겠습니다.|model dataset
논문이 채택되면 코드를 공개할 예정입니다.|code
데모 준비 중|space
학습 코드는 다음 주에 업로드됩니다.|code
- [ ] Training code|code
- [ ] Release pretrained checkpoints|model
- [ ] Open-source the data curation pipeline|code
- [ ] Hugging Face demo|space
- [ ] Code release|code
- [ ] Dataset release (June)|dataset
- [ ] Technical report & model weights|model
- [ ] Pretrained weights on ImageNet|model
- [ ] Provide inference code.|code
- [ ] Add training scripts|code
- [ ] Upload the preprocessed data|dataset
- [ ] 开源训练代码|code
- [ ] 发布数据集|dataset
- [ ] 模型权重|model
- [ ] 学習コードの公開|code
- [ ] 학습 코드 공개|code
- [ ] Inference|code
- [ ] 7B model|model
- [ ] Colab notebook|code
- ⬜ Release the evaluation code|code
- ☐ Gradio demo|space
Code available upon acceptance.|code
We'll be open-sourcing the weights next week.|model
We are excited to announce that we will be releasing our code and dataset.|code dataset
Stay tuned for the code release!|code
Code is on the way.|code
Dataset release is on the way|dataset
We are actively preparing to release the training code.|code
The model is currently under internal review and will be released once approved.|model
Once the paper is accepted, the code will be available.|code
Data is available upon publication.|dataset
More checkpoints coming soon.|model
More details and the code are coming soon.|code
The training part of the code will be released later.|code
We will soon release the code.|code
We will gradually release the training data and code.|code dataset
We'd like to open source our models in the future.|model
This repo will contain the code of our paper.|code
The code will be uploaded after cleanup.|code
The rest of the code will be released after publication.|code
We're finalizing the code and will put it online shortly.|code
We promise to release all code and data.|code dataset
Weights will drop this week.|model
The full dataset will be published on Zenodo.|dataset
In the future we will also provide Docker images.|code
Our code will be publicly available soon at this repository.|code
You can expect the code release in July.|code
The training code is coming out soon.|code
Due to company policy, weights will be released after approval.|model
[2025/05] The code will be open source in June!|code
The model and data will be open!|model dataset
Note: pretrained weights not yet available, will be added soon.|model
- Foo-7B (coming soon)|model
- **Training code** — coming soon|code
- Training code [TODO]|code
- [ ] Clean and release the training code|code
- [ ] Training codes & detailed instructions|code
- [ ] Distilled weights|model
- [ ] Release paper, code and models|code model
- [ ] Model on Hugging Face|model
- [ ] Upload to Hugging Face|model
- [ ] HF Space|space
- [ ] Colab|space
- [ ] Code cleanup and release|code
- [ ] The code of stage 1|code
- [ ] Fine-tuning script|code
- [ ] Data preparation code|code
- [ ] Publish the package on PyPI|code
- [ ] Make the dataset public|dataset
- [ ] Open source|code
- [ ] Evaluation scripts for LongBench|code
- [ ] Test data|dataset
- [ ] Pre-trained models of all sizes|model
- [ ] Weights for 14B model|model
- [ ] Provide a web demo|space
代码将在论文接收后开源|code
近期将开源代码|code
我们将会逐步开源训练代码、模型权重与数据集。|code model dataset
完整代码整理后开源|code
更多模型敬请期待|model
数据集将于近期上传至 Hugging Face|dataset
目前仅开放推理代码，训练代码后续开放。|code
训练代码暂未开源，敬请期待|code
模型下载链接：即将公布|model
預計下個月公開程式碼|code
モデルの重みは順次公開していきます。|model
今後、学習コードも公開する予定です|code
データセットは論文公開後にリリースします。|dataset
코드와 체크포인트를 곧 업로드하겠습니다|code model
추후 데이터셋을 배포할 계획입니다.|dataset
"""
"""A line each: words, and what is to be released."""
NONE = """
Google announced that the weights of its model will be released soon.
Thanks to the authors of Foo, who will release their code soon.
The best checkpoint will be available in `runs/best.pt` after training.
The tensors and the model will be released from memory.
모델은 output 폴더에 저장될 예정이며 http://localhost:7860 에서 공개됩니다.
The code that we said would be released upon acceptance is now available.
后续会开放数据集的导入功能。
We will add support for more models soon.
We will support multi-GPU training in the future.
The paper will be released soon.
arXiv version coming soon.
We will present our work at CVPR 2025.
The model will be downloaded automatically.
Checkpoints will be saved to `./output`.
The results will be available in `results/`.
OpenAI will release the model weights next month.
We will not release the training data due to privacy.
We have released the code and the models.
The code is released under the MIT license.
The data will be made available upon request.
If you email us we will share the data.
A new version of the documentation will be published soon.
We will hold a challenge on our dataset at ICCV.
Code and models are available.
The license will be changed to MIT soon.
You will find the code in `src/`.
The demo will be launched at http://localhost:7860.
This will upload your model to the Hub.
We plan to improve the accuracy of the model.
We will continue to update the dataset.
More results will be added soon.
- [ ] Support Windows
- [ ] Improve the inference speed of the model
- [ ] Add unit tests for the data loader
- [ ] Technical report
- [ ] Train on larger datasets
- [ ] Evaluate on more benchmarks
- [ ] Write documentation
- [ ] Integrate with diffusers
- [ ] Fix the data loading bug
- [ ] Multi-GPU inference support
代码已开源。
我们已经发布了模型和数据。
论文即将公开。
由于隐私原因，数据不会公开。
运行脚本后模型会自动下载。
我们将支持更多模型。
我们未来会优化模型性能。
该模型会提供准确的回答。
- [ ] 支持更多模型
- [ ] 优化训练代码
コードを公開しました。
モデルは自動的にダウンロードされます。
データは公開できません。
코드를 공개했습니다.
데이터는 공개하지 않습니다.
이 모델은 다양한 답변을 제공합니다.
Stay tuned for our next paper.
Our new features are coming soon.
Follow the instructions to prepare the data; it will be provided to the model as input.
After training, the weights will be available under the checkpoints folder.
The dataset will be split into train and test.
The script will share memory between processes.
Soon after, many models were released by the community.
Please wait for the model to download.
The model will provide an answer.
This will release the GPU memory.
The tool releases new models automatically.
We plan to use the data for training.
The weights are on Hugging Face.
Soon we will move to a new repository.
Future work will focus on larger models.
The dataset contains 10k samples that will be used for evaluation.
We use the code released by the authors.
Thanks to the authors for releasing their code.
The code is based on an open-source project that will be updated regularly.
The demo will show the predicted masks.
We are looking for contributors who will help with the code.
The training will be done on 8 GPUs.
It will be easier to use the model after conversion.
Our paper will be published in the proceedings of ICML.
The API will return the model name.
The checkpoint will be loaded from disk.
You will be able to download the data from our website.
The benchmark will be run weekly.
Note that models will be cached.
The code will be executed in a sandbox.
Meta will publish Llama 5 soon.
Citation: paper to be published.
We are hiring! Internship positions will be available.
The workshop will provide a platform for researchers.
If there is demand, we might release the code.
Do not share the data.
We cannot release the weights.
The old weights will be removed soon.
The license will be granted after application.
The code has been open-sourced.
Project page coming soon.
- [ ] Larger batch size
- [ ] Speed up data loading
- [ ] Refactor code
- [ ] Use a better model
- [ ] Reproduce results of the paper
- [ ] Add more examples
- [ ] Update README
- [ ] ICLR submission
- [ ] Compare with other models
- [ ] Better error messages
- [ ] 完善文档
- [ ] 论文
代码会自动生成报告。
数据将用于训练模型。
我们将在 8 张 GPU 上训练模型。
模型即将过期。
本项目将持续更新。
论文将发表在 CVPR。
コードは Python 3.10 で動作します。
データは研究目的でのみ提供されます。
모델을 공개한 저자들에게 감사드립니다.
새로운 기능을 제공할 예정입니다.
"""
"""Features, papers, events, usage, what is there already, what others do, what is denied."""
LAYOUTS = [
    ("## TODO\n- Release training code\n- Release dataset\n- ~~Release inference code~~\n", 2),
    ("## Open-Source Plan\n- [x] Inference code\n- [ ] Checkpoints\n- [ ] Gradio demo\n", 2),
    (
        (
            "## 📑 Open-source Plan\n- HunyuanFoo\n  - [x] Inference\n"
            "  - [ ] Training\n  - [ ] Multi-GPU inference\n  - [ ] Diffusers\n  - [ ] Web Demo\n"
        ),
        2,
    ),
    ("## Roadmap\n* [ ] **Code**: training and evaluation\n* [ ] **Weights**\n", 2),
    ("> **Note**: code and weights will be released soon.\n", 1),
    ('<p align="center">Code will be released soon!</p>\n', 1),
    ("<div>\n<b>Code and data are coming soon.</b>\n</div>\n", 1),
    ("<ul>\n<li>[ ] Release the code</li>\n<li>Dataset coming soon</li>\n</ul>\n", 2),
    ("## News\n- 2025/03/01: Paper on arXiv. Code will be released within two weeks.\n", 1),
    ("## News\n* **[Mar 2025]** 🔥 We will release the model weights next month!\n", 1),
    (
        (
            "| Model | Download |\n|---|---|\n| Foo-7B | [link](https://huggingface.co/a/b) |\n"
            "| Foo-72B | Coming soon |\n"
        ),
        1,
    ),
    ("| Dataset | Size | Link |\n|---|---|---|\n| Foo | 10k | TBD |\n", 1),
    ("| Task | Status |\n|---|---|\n| Training code | 🔜 |\n| Inference code | ✅ |\n", 1),
    ("## Dataset\n\nComing soon.\n", 1),
    ("## Training\n\nTo be released.\n", 1),
    ("## Checkpoints\n\nWill be available soon.\n## Install\nfoo\n", 1),
    ("# Foo\n\n## Code\n\nThe code is coming!\n", 1),
    ("### Model Zoo\n(coming soon)\n", 1),
    ("## Download\n- Model: coming soon\n- Data: [here](https://x.org)\n", 1),
    ("## 开源计划\n- [x] 推理代码\n- [ ] 训练代码\n- [ ] 32B 模型\n", 2),
    ("## 待办事项\n1. 发布数据集\n2. 支持多卡\n", 1),
    ("## ロードマップ\n- [ ] 推論コード公開\n- [ ] Windows 対応\n", 1),
    ("## 로드맵\n- [ ] 데이터셋 공개\n- [ ] 윈도우 지원\n", 1),
    (
        (
            "## Release Timeline\n| Date | Item |\n|---|---|\n"
            "| 2025-06 | Training code |\n| 2025-08 | Dataset |\n"
        ),
        2,
    ),
    (
        (
            "Checklist:\n\n"
            "- [ ] Code for preprocessing\n- [ ] Model checkpoints\n"
            "- [ ] Support for more languages\n"
        ),
        2,
    ),
    ("TODO:\n* release code\n* release models\n", 2),
    ("**TODO**\n- [ ] release the code of stage 2\n", 1),
    ("We will release:\n- training code\n- model weights\n- data\n", 3),
    ("The following will be released soon:\n\n1. Training code\n2. Weights\n", 2),
    ("## Plan\n- Jun. 2025: open-source training code\n- Jul. 2025: release dataset\n", 2),
    ("Code: coming soon. Models: coming soon. Data: [link](https://x.org)\n", 2),
    ("- Code\n    - [ ] training\n    - [x] inference\n- Data\n    - [ ] test set\n", 2),
    ("- [ ] ~~Release v1~~\n", 0),
    ("🚧 This repository is under construction. Code will be released soon.\n", 1),
    ("The repo is under construction, stay tuned!\n", 0),
    ("## Release\n- [ ] ckpt\n- [ ] train\n- [ ] eval\n", 3),
    ("## To-Do List\n- [ ] Paper\n- [ ] Code\n- [ ] Blog\n", 1),
    ("Our code will be released at https://github.com/a/b.\n", 1),
    (
        (
            "This is the official repo of Foo. The code is coming soon. "
            "If you find it useful, please cite us.\n"
        ),
        1,
    ),
    ("We are working hard on preparing the code release. Please star to stay updated.\n", 1),
    ("The dataset will be released to the public after the challenge ends.\n", 1),
    ("- Release the code. ⏳\n- Release the weights. ✅\n", 1),
    ("- [ ] 2025.06 Release the training code\n- [ ] Q3 2025: release 14B\n", 2),
    ("Release of training code is planned for July 2025.\n", 1),
    ("Planned release of data: summer.\n", 1),
    ("Please stay tuned for the release of our code and data.\n", 1),
    ("Code (soon) | Paper | Dataset (soon)\n", 1),
]
"""Texts, and how many releases they announce that are not ticked off."""


def _under_a_title(words: str) -> bytes:
    return f"# Foo\n\n{words}\n".encode()


def _parted(line: str) -> tuple[str, frozenset[str]]:
    if line.startswith("|"):
        return line, frozenset()
    words, _, roles = line.partition("|")
    return words, frozenset(roles.split())


@pytest.mark.parametrize("line", PROMISES.strip().split("\n"))
def test_what_authors_will_release_is_a_promise_of_just_that(line: str) -> None:
    words, roles = _parted(line)

    announced = announcements(_under_a_title(words))

    assert announced
    if roles:
        assert {role.value for one in announced for role in one.role} == roles


@pytest.mark.parametrize("words", NONE.strip().split("\n"))
def test_what_only_looks_like_one_is_none(words: str) -> None:
    assert announcements(_under_a_title(words)) == ()


@pytest.mark.parametrize(("text", "count"), LAYOUTS)
def test_lists_tables_and_empty_sections_are_read(text: str, count: int) -> None:
    announced = announcements(f"# Foo\n\n{text}".encode())

    assert len([one for one in announced if not one.ticked]) == count


def test_what_is_ticked_off_is_said_to_be() -> None:
    announced = announcements(
        b"- [x] Release code\n- [ ] Release weights\n- [ ] ~~Release data~~\n"
    )

    assert [(one.role[0].value, one.ticked) for one in announced] == [
        ("code", True),
        ("model", False),
        ("dataset", True),
    ]


def test_the_quote_stands_in_the_text_and_its_line_is_where_it_begins() -> None:
    text = b"# Foo\n\nIt works. We will release\nthe **code** soon.\n"

    (one,) = announcements(text)

    assert one.quote == "We will release the **code** soon."
    assert one.line == 3
    assert all(word in text.decode() for word in one.quote.split())


def test_a_nameless_sentence_is_quoted_with_the_one_that_names_it() -> None:
    (one,) = announcements(b"- The reward model of stage two. Will be open-sourced soon.\n")

    assert one.quote == "- The reward model of stage two. Will be open-sourced soon."
    assert [role.value for role in one.role] == ["model"]


def test_a_list_of_other_works_promises_nothing_for_them() -> None:
    others = "".join(
        f"- [w{n}](https://github.com/someone/work-{n}): code will be released soon.\n"
        for n in range(80)
    )
    ours = "We will release our own benchmark soon.\n\n"

    announced = announcements(f"# Awesome\n\n{ours}## Works\n\n{others}".encode())

    assert [one.quote for one in announced] == [ours.strip()]


def test_comments_front_matter_and_fences_promise_nothing() -> None:
    hidden = b"---\nnote: code will be released soon\n---\n<!-- We will release the code. -->\n"

    assert announcements(hidden + b"```\nWe will release the code soon.\n```\n") == ()


def test_a_promise_is_told_once_a_long_one_is_cut_and_many_are_bounded() -> None:
    again = b"We will release the code.\n\nWe will release the **code**.\n"
    long = f"We will release the code of {'very ' * 120}long work.\n".encode()
    many = "".join(f"- [ ] Release part {n} of the code\n" for n in range(LIMIT + 20)).encode()

    assert len(announcements(again)) == 1
    assert len(announcements(long)[0].quote) <= QUOTE_LIMIT
    assert len(announcements(many)) == LIMIT


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("The code will be released by 2025-06-01.", "2025-06-01"),
        ("The code will be released on June 3rd, 2025.", "2025-06-03"),
        ("The code will be released on 3 June 2025.", "2025-06-03"),
        ("The code will be released in August.", "2025-08"),
        ("The code will be released in January.", "2026-01"),
        ("The code will be released by the end of June 2025.", "2025-06-30"),
        ("The code will be released in mid-June 2025.", "2025-06-15"),
        ("The code will be released in Q3 2025.", "2025-09-30"),
        ("The code will be released within two weeks.", "2025-04-04"),
        ("The code will be released in one month.", "2025-04-21"),
        ("The code will be released next month.", "2025-04"),
        ("The code will be released tomorrow.", "2025-03-22"),
        ("The code will be released this year.", "2025-12-31"),
        ("代码将于2025年6月1日开源。", "2025-06-01"),
        ("代码将于6月底开源。", "2025-06-30"),
        ("代码将在一周内开源。", "2025-03-28"),
        ("コードは来月公開予定です。", "2025-04"),
        ("코드는 6월 말에 공개될 예정입니다.", "2025-06-30"),
        ("The code will be released soon.", None),
        ("The code may be released; it will be published on 2025-13-45.", None),
    ],
)
def test_a_day_that_is_named_is_its_due_day(words: str, due: str | None) -> None:
    announced = announcements(words.encode(), written=dt.date(2025, 3, 21))

    assert [one.due for one in announced] == [due]


def test_what_counts_from_another_day_is_no_day_where_that_is_not_known() -> None:
    assert announcements(b"The code will be released within two weeks.")[0].due is None
    assert announcements(b"- [2025.06.01] We will release the code within a week.")[0].due == (
        "2025-06-08"
    )


@pytest.mark.parametrize(
    ("words", "depth"),
    [
        ("We will release the training code.", "training"),
        ("We will release the evaluation scripts.", "partial"),
        ("We will release the code.", "inference"),
        ("We will release the code for inference.", "inference"),
        ("We will release the weights.", "complete"),
    ],
)
def test_the_least_that_keeps_it_follows_from_its_words(words: str, depth: str) -> None:
    assert [one.depth.value for one in announcements(words.encode())] == [depth]
