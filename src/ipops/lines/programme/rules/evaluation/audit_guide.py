"""What an auditor reads first: each file of the pack, how to check it, what only a comparison from outside can tell."""

README = """\
绩效评价审计包 · Auditor pack of a performance evaluation

怎么核对 · How to check
  在任何装有 Python 3.9 以上的电脑上，解压后在本文件夹运行（不联网，不用本系统）：
  On any computer with Python 3.9 or newer, unpack and run in this folder (no network, none of our program):

      python3 -I recheck_offline.py .
      python3 -I recheck_offline.py . HEADS.jsonl

  全部成立返回 0；不成立的逐条列出，返回 1。HEADS.jsonl 是您自己留存的封印（例如省级每日收到的），每行一个。
  Exit 0 if everything holds; otherwise each fault is a line, and the exit is 1. HEADS.jsonl are heads you hold yourself (a province
  receives them daily), one a line.

须从外部核对 · What must be compared from outside
  整包重做的人也能重做清单。请把脚本末行打印的封印与您另行持有的封印、或系统“封印”页对照；核对脚本请从可信来源取得。
  Who remakes the whole pack can remake its manifest too. Compare the head that the script prints with one you hold or with the page
  of seals, and take the script from a source you trust.

文件 · Files
  manifest.json        清单：每个文件的 SHA-256、公布条目的编号、封印、出具时已无的佐证
                       every file's SHA-256, the number of the published entry, the head, documents that were lacking
  published.json       公布事实：得分、等级、金额、各摘要 · the published fact: score, grade, amount, digests
  sheet.json           公布时留存的全部：评分表、等级、金额、偏离说明、各目标数值与算式和 SQL、打印文件、规则原文
                       all that publication froze: sheet, grade, amount, reasons, figures with formula and SQL, papers, rules
  goals.csv            每个目标的数值、基数、增幅、判定、条款、依据条目 · each goal's figure, base, growth, verdict, clause, entries
  used.csv             本包所含条目：是什么、何时谁录入、佐证文件、用于何处 · every entry here: what, when and by whom, document, used for
  kinds.json           事实种类的名称 · what the kinds of facts are called
  proofs.jsonl         每个条目的原文及其在封印下的证明（RFC 9162）· every entry as stored, with its proof under the head (RFC 9162)
  heads.jsonl          封印 · the head
  rules/               当时有效的规则文件，按政策层 · the rules then in force, layer by layer
  documents/           佐证原件，文件名即 SHA-256 · documents as handed in, named by their SHA-256
  papers/              评分表、自评报告、目标表、佐证清单（公布时的内容）· the four papers as they were when published
  verify_offline.py    单个证明的核对 · checks one proof
  recheck_offline.py   全包核对 · checks the whole pack

一个目标的依据超过 2000 条时，sheet.json 和 goals.csv 列出全部编号，proofs.jsonl 证明前 2000 条。
Of a goal with more than 2,000 entries, sheet.json and goals.csv name all, and proofs.jsonl proves the first 2,000.
"""
