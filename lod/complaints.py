"""What goes wrong, said in Chinese: the sentences of errors are English where they are raised.

A sentence is recognised by its template, in which ``{}`` stands for what varies: a name, a number, or another
sentence, which is said in Chinese as well.
"""

from __future__ import annotations

import re
from functools import cache

CHINESE = {
    # files and folders
    "{} cannot be used: {}.": "{} 无法使用：{}。",
    "The output cannot be written: {}.": "无法写出结果：{}。",
    "{} cannot be written: {}.": "无法写入 {}：{}。",
    "{} cannot be read: {}.": "无法读取 {}：{}。",
    "{}: cannot be read ({})": "{}：无法读取（{}）",
    "{}: no file matches": "{}：没有相符的文件",
    "{}: there is no document in this folder ({})": "{}：文件夹里没有可检查的文件（{}）",
    "{} is not a file.": "{} 不是文件。",
    "{} is not a folder.": "{} 不是文件夹。",
    "{} is not UTF-8 (at byte {}).": "{} 不是 UTF-8 编码（第 {} 字节处）。",
    "{} is no pattern for files; patterns are written as in .gitignore.": (
        "{} 不是有效的文件模式；写法与 .gitignore 相同。"
    ),
    "No such file or directory": "没有这个文件或文件夹",
    "Permission denied": "没有权限",
    "Is a directory": "这是文件夹",
    "Not a directory": "这不是文件夹",
    "No space left on device": "磁盘空间不足",
    "Read-only file system": "磁盘只能读取",
    "File name too long": "文件名过长",
    # documents
    "{}: larger than the limit of {} bytes": "{}：超过 {} 字节的上限",
    "{}: no reader for {}; save it as UTF-8 text first": "{}：不能读取 {}，请先另存为 UTF-8 文本",
    "{}: the page holds no text of its own (a script or a frame brings it in); save it from the browser, or copy its "
    "text into a file": "{}：网页本身没有正文（由脚本或框架载入），请从浏览器中另存，或者把正文复制到文件里",
    "{}: the page nests its elements too deeply to be read": "{}：网页的元素嵌套过深，无法读取",
    "{}: the file is empty": "{}：文件是空的",
    "{}: this is not text (binary data)": "{}：这不是文本（是二进制数据）",
    "{}: a great part of the characters are boxes": "{}：大部分字符是方框",
    "{}: the text was decoded wrongly before ({})": "{}：文字先前已按错误的编码转换过（{}）",
    "{}: neither UTF-8 nor GB 18030 text (binary data?)": "{}：既不是 UTF-8 也不是 GB 18030 文本（可能是二进制数据）",
    "{}: broken {} at byte {}": "{0}：第 {2} 字节处的 {1} 编码已损坏",
    "{}: the document has no text in its body (a picture of one, perhaps)": "{}：文档正文没有文字（可能只有图片）",
    "this is not a Word document (.docx)": "这不是 Word 文档（.docx）",
    "this is not a Word document (.docx), or it is damaged": "这不是 Word 文档（.docx），或者已经损坏",
    "an old Word or WPS document (.doc, .wps) or one with a password; open it and save it as .docx": (
        "这是旧版 Word 或 WPS 文档（.doc、.wps），或者带有密码；请打开后另存为 .docx"
    ),
    "{} declares a document type, which no Word document does": "{} 声明了文档类型，Word 文档没有这种声明",
    "the package has {} parts, more than a draft needs": "文件包有 {} 个部件，多于文稿所需",
    "the package names a part outside itself": "文件包引用了包外的部件",
    "the package holds two parts of one name": "文件包里有两个同名的部件",
    "the file is encrypted; save it without a password": "文件已加密，请取消密码后保存",
    "the package unpacks to {} bytes, more than a draft needs": "文件包解压后有 {} 字节，多于文稿所需",
    "{} is larger than the limit of {} bytes": "{} 超过 {} 字节的上限",
    "{} is damaged ({})": "{} 已损坏（{}）",
    "{} is damaged": "{} 已损坏",
    "{}: fixes cannot be written into {}; see --diff.": "{}：修改不能写入 {}，请用 --diff 查看。",
    # the command line
    "Standard input cannot be watched; name files or folders.": "标准输入无法监视，请给出文件或文件夹。",
    "{}: there is no format {}; {}.": "{}：没有 {} 这种格式，可用的有 {}。",
    "What comes from standard input has no file of suppressions; name files or folders.": (
        "来自标准输入的文本没有豁免文件，请给出文件或文件夹。"
    ),
    "--format docx takes one .docx file, and --out FILE for the copy with comments.": (
        "--format docx 需要一个 .docx 文件，并用 --out FILE 指明带批注的副本。"
    ),
    "{} is the draft itself; name another file for the copy with comments.": (
        "{} 就是原稿，请为带批注的副本另取文件名。"
    ),
    "A process of the linter ended before its time; try --jobs 1.": "检查进程意外结束，请用 --jobs 1 再试。",
    "There is no engine called {}; choose {}.": "没有名为 {} 的引擎，请选 {}。",
    "There is no resource called {}.": "没有名为 {} 的资源。",
    "This installation lacks its {} folder ({}); install the package again.": (
        "安装不完整，缺少 {} 文件夹（{}），请重新安装。"
    ),
    # rules
    "No rule is called {}, and no family of rules.": "没有代号为 {} 的规则或规则类别。",
    "No rule is called {}, and no family of rules; `lod rule` lists all.": (
        "没有代号为 {} 的规则或规则类别；`lod rule` 列出全部规则。"
    ),
    "There is no folder of rules at {}.": "{} 处没有规则文件夹。",
    "A rule's query is a SELECT.": "规则的查询应当是 SELECT。",
    "A rule's query selects $this.": "规则的查询应当选出 $this。",
    "the rule calls itself {}; a rule's file has its code as its name": "规则自称 {}，而规则文件应当以规则代号命名",
    "it holds {} rules; a file holds one node of class lint:Rule": "文件里有 {} 条规则，应当只有一个 lint:Rule 节点",
    "the rule has no {}": "规则缺少 {}",
    "the rule needs {} in zh and in en": "规则的 {} 应当有中文和英文",
    "sh:{} is not one of sh:Violation, sh:Warning, sh:Info": "sh:{} 不是 sh:Violation、sh:Warning、sh:Info 之一",
    "lint:at is not a list of classes": "lint:at 不是类的列表",
    "the pattern {} is none: {}": "{} 不是有效的正则表达式：{}",
    # settings, suppressions, baselines
    "{}: extends leads back to {}; the circle has to be broken.": "{}：extends 又绕回 {}，请断开循环。",
    "There is no profile called {}; there are {}, or give a .toml file.": (
        "没有名为 {} 的配置方案，现有 {}，也可以给出 .toml 文件。"
    ),
    "extends is a path, or a list of paths": "extends 应当是路径或路径列表",
    "there is no file {} to extend": "没有可供 extends 的文件 {}",
    "there is no setting called {}": "没有名为 {} 的设置",
    "there is no setting called {} (you may have meant {})": "没有名为 {} 的设置（也许是 {}）",
    "{} is a table": "{} 应当是表",
    "{} is a list of strings": "{} 应当是字符串列表",
    "{} is a string": "{} 应当是字符串",
    "{} is true or false": "{} 应当是 true 或 false",
    "{} is a whole number from 0": "{} 应当是不小于 0 的整数",
    "{} is a table of ignore, select and severity": "{} 应当是由 ignore、select、severity 组成的表",
    "{} is one of {}": "{} 应当是 {} 之一",
    "{} is unknown here; there are {}": "此处没有 {}，可用的有 {}",
    "{}: this is no TOML: {}.": "{}：不是有效的 TOML：{}。",
    "{}: this is too deep or too long for a file of settings.": "{}：作为配置文件嵌套过深或过长。",
    "there is only [[{}]] in a file of suppressions, not {}": "豁免文件里只能有 [[{}]]，不能有 {}",
    "suppressions are written as [[{}]]": "豁免应当写作 [[{}]]",
    "file is the path of a file, which may hold * and ?": "file 应当是文件路径，可以含 * 和 ?",
    "expires is a date without quotes, such as 2026-12-31": "expires 应当是不带引号的日期，如 2026-12-31",
    "a suppression has no {}; it has {}, expires": "豁免没有 {} 这一项，可用的有 {}、expires",
    "a suppression needs a {}": "豁免缺少 {}",
    "{} is a baseline of version {}; this program knows {}.": "{} 是第 {} 版的基线，本程序只认识第 {} 版。",
    "{}:{}: this is no JSON: {}.": "{}:{}：不是有效的 JSON：{}。",
    "{} is no baseline; write it anew with --write-baseline.": "{} 不是基线，请用 --write-baseline 重写。",
    # authority files
    "There is no folder of authority files at {}.": "{} 处没有规范文档文件夹。",
    "The registry's entry {} has no {}.": "规范文档的条目 {} 缺少 {}。",
    "The registry's entry {} has the day {}, which is none.": "规范文档的条目 {} 中的日期 {} 并不存在。",
    # queries
    "There is no query format {}; choose one of {}.": "没有 {} 这种查询结果格式，请选 {} 之一。",
    "Only CONSTRUCT and DESCRIBE give triples; write this answer as table, json or csv.": (
        "只有 CONSTRUCT 和 DESCRIBE 返回三元组；这一结果请用 table、json 或 csv。"
    ),
    "The query file {} cannot be read: {}.": "无法读取查询文件 {}：{}。",
    "The query failed: {}": "查询失败：{}",
    "The query failed: {}.": "查询失败：{}。",
    "The query cannot be parsed: {}": "查询语句有错：{}",
    "The query has {} characters; the limit is {}.": "查询有 {} 个字符，上限为 {}。",
    "SERVICE is not allowed: this endpoint asks no other server.": "不允许 SERVICE：本端点不向其他服务器查询。",
    "The query is nested more than {} brackets deep.": "查询的括号嵌套超过 {} 层。",
    "The query could not be completed.": "查询没有完成。",
    # requests to the server
    "A request has exactly one parameter `query`.": "请求应当有且仅有一个参数 `query`。",
    "The Content-Type is too long.": "Content-Type 过长。",
    "POST takes {} or {}.": "POST 的内容类型应当是 {} 或 {}。",
    "A query is UTF-8.": "查询应当是 UTF-8 编码。",
    "The query is not UTF-8.": "查询不是 UTF-8 编码。",
    "{} is not an absolute IRI: {}": "{} 不是绝对 IRI：{}",
    "The parameters are too many or not percent-encoded UTF-8.": "参数过多，或不是百分号编码的 UTF-8。",
    "A request has no content coding here.": "请求的内容不能压缩（Content-Encoding）。",
    "The request came too slowly.": "请求传送过慢。",
    "The request ended early.": "请求没有传完。",
    "The request is larger than {} bytes.": "请求超过 {} 字节。",
    "The service description is RDF.": "服务描述只以 RDF 格式提供。",
    "The store's answer cannot be read.": "无法读取存储的答复。",
    "The page would be larger than {} bytes; add a LIMIT.": "页面会超过 {} 字节，请加 LIMIT。",
    "Too many queries are waiting; try again later.": "等候的查询过多，请稍后再试。",
    "Too many queries are running; try again later.": "正在运行的查询过多，请稍后再试。",
    "The query took longer than {} seconds and was stopped.": "查询超过 {} 秒，已停止。",
    "The query needed more memory than it may take and was stopped.": "查询所需内存超过限额，已停止。",
    "The process that answers queries is gone.": "处理查询的进程已结束。",
    # uploads
    "Uploads are not compressed (Content-Encoding).": "上传的内容不能压缩（Content-Encoding）。",
    "The upload is larger than {} bytes.": "上传的内容超过 {} 字节。",
    "The upload came too slowly.": "上传过慢。",
    "The upload ended early.": "上传没有完成。",
    "Too many uploads are under way; try again later.": "正在上传的过多，请稍后再试。",
    "Too many uploads are waiting; try again later.": "等候检查的过多，请稍后再试。",
    "The address has too many parameters.": "网址中的参数过多。",
    "The upload took longer than {} seconds and was stopped.": "检查超过 {} 秒，已停止。",
    "The upload needed more memory than it may take and was stopped.": "检查所需内存超过限额，已停止。",
    "The linter failed on this upload; the fault is the server's.": "检查出错，是服务器的问题。",
    "The report is larger than {} bytes; select fewer rules.": "报告超过 {} 字节，请少选一些规则。",
    "Reports are {}.": "报告的格式有 {}。",
    "preview is true or false.": "preview 应当是 true 或 false。",
    "There is no such profile; there are {}.": "没有这个规则集，现有 {}。",
    "Rules are named by their codes, with commas between them.": "规则以代号指明，用逗号分隔。",
    "An upload has one document; send the others by themselves.": "一次上传一份文件，其余请另行上传。",
    "The upload has no part called file, or it is empty.": "上传的内容没有名为 file 的部分，或者它是空的。",
    "The part {} is larger than {} bytes.": "{} 部分超过 {} 字节。",
    "{} is not read; send {}.": "不能读取 {}，可上传 {}。",
    "The character set is not read; send UTF-8, GB 18030 or UTF-16.": (
        "不能读取这种字符集，请用 UTF-8、GB 18030 或 UTF-16。"
    ),
    "The text is not {}, as its Content-Type says.": "正文的编码不是 Content-Type 所说的 {}。",
    "The Content-Type of a multipart upload has a boundary of 1 to 70 characters.": (
        "multipart 的 Content-Type 应当有 1 至 70 个字符的 boundary。"
    ),
    "The parts of the upload cannot be told from one another; it is damaged.": "上传的各部分无法分开，内容已损坏。",
    "The upload ends before its last boundary.": "上传的内容在最后的 boundary 之前中断。",
    "An upload has {} parts at most.": "一次上传至多 {} 个部分。",
    # harvesters
    "{} is no address of the web; it begins with http:// or https://.": (
        "{} 不是网址，网址以 http:// 或 https:// 开头。"
    ),
    "{} does not answer: {}.": "{} 没有答复：{}。",
    "{} is no state of a harvester that this command has written.": "{} 不是本命令写下的采集状态文件。",
    # releases
    "{} holds no release; `lod build SOURCE… --out {}` makes one.": (
        "{} 里没有发布版本；可用 `lod build SOURCE… --out {}` 生成。"
    ),
    "{} is not a folder of releases: it holds {}. Name another one.": (
        "{} 不是存放发布版本的文件夹：其中有 {}。请另选一个。"
    ),
    "A release cannot be written to {}: {}.": "无法把发布版本写到 {}：{}。",
    "The release {} is damaged: {} differ from its manifest.": "发布版本 {} 已损坏：{} 与清单不符。",
    "{} is no complete release: {}.": "{} 不是完整的发布版本：{}。",
    "{} is not a release: its manifest lacks {}.": "{} 不是发布版本：清单缺少 {}。",
    "{} is not a release that can be opened: {}.": "{} 不是可以打开的发布版本：{}。",
    "The store {} cannot be written: {}.": "无法写入存储 {}：{}。",
    "The store does not hold what the dump holds; the release was not switched in.": (
        "存储与转储内容不一致，没有启用新的发布版本。"
    ),
    "The base {} must begin with http:// or https:// and end with a slash.": (
        "基址 {} 应当以 http:// 或 https:// 开头、以斜杠结尾。"
    ),
    "The base {} is not an absolute IRI: {}.": "基址 {} 不是绝对 IRI：{}。",
    "A release has no blank nodes, but this quad has one: {}": "发布版本不应有空白节点，这条四元组却有：{}",
    "Every quad of a release stands in a named graph, but this one does not: {}": (
        "发布版本的四元组都应当在命名图中，这一条却不在：{}"
    ),
    "The manifest of {} does not describe a change log: {}.": "{} 的清单没有说明变更记录：{}。",
    # stores on other servers
    "A server has one store: name a release or a store, not both.": "--release 和 --store 请只给一个。",
    "store is an address such as http://127.0.0.1:7878/query, without user and fragment.": (
        "store 应当是形如 http://127.0.0.1:7878/query 的网址，不带用户名和片段。"
    ),
    "The store cannot be reached.": "无法连接存储。",
    "The store took too long to answer.": "存储没有及时回答。",
    "The store's answer is larger than this server takes.": "存储的答复过大。",
    "The store's answer cannot be read: {}.": "无法读取存储的答复：{}。",
    "The store leaves out part of the answer ({}: {}); add a LIMIT.": "存储省去了部分结果（{}：{}），请加 LIMIT。",
    "The store sends us elsewhere, where we do not go.": "存储要求转到别处，本服务不予跟随。",
    "The store is busy; try again later.": "存储繁忙，请稍后再试。",
    "The store does not heed which graphs a query names; serve it without a union as default graph.": (
        "存储不理会查询指定的图，请不要以全部图的并集为其默认图。"
    ),
    "The store answers something else than was asked.": "存储的答复与所问不符。",
    "The store answers in a form that was not asked for ({}).": "存储的答复不是所要的格式（{}）。",
    "The store's answer has a content coding that was not asked for.": "存储的答复用了未要求的内容编码。",
    "The store does not take the query: {}": "存储不接受这条查询：{}",
    "The query has more than {} operators and brackets, too many for the store behind this.": (
        "查询中的运算符和括号超过 {} 个，后面的存储可能无法承受。"
    ),
    "The store fails with status {}: {}": "存储出错，状态码 {}：{}",
    "The store holds {} release(s), that is graphs called {}.": "存储中的发布版本数为 {}（应为一个），即名为 {} 的图。",
    "The store holds part of a release: {} graph(s) are missing, as {}.": "存储中的发布版本不完整，缺 {} 个图，如 {}。",
    "The change log is damaged: {} is missing or not what its manifest says.": (
        "变更记录已损坏：{} 缺失，或与清单不符。"
    ),
}
LONGEST = 2000  # characters of a sentence that is looked up
COLON, PLACES = ": ", 4  # after the first few a sentence may begin


def in_chinese(sentence: str) -> str:
    """A sentence in Chinese; as it is where nothing of it is known.

    >>> in_chinese("lod.toml:3: max-warnings is a whole number from 0.")
    'lod.toml:3：max-warnings 应当是不小于 0 的整数。'
    >>> in_chinese("a.docx: this is not a Word document (.docx), or it is damaged")
    'a.docx：这不是 Word 文档（.docx），或者已经损坏'
    """
    if len(sentence) > LONGEST:
        return sentence
    return _said(sentence) or _after_place(sentence)


def _said(sentence: str) -> str | None:
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(sentence):
            return chinese.format(*map(in_chinese, match.groups()))
    return None


def _after_place(sentence: str) -> str:
    # file:line: what is wrong there, with or without a full stop
    at = 0
    for _ in range(PLACES):
        at = sentence.find(COLON, at) + len(COLON)
        if at < len(COLON):
            break
        rest = sentence[at:]
        bare = rest.removesuffix(".")
        said = _said(bare)
        said = f"{said}。" if said and bare != rest else said or _said(rest)
        if said:
            return f"{sentence[: at - len(COLON)]}：{said}"
    return sentence


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    # What says most is tried first: a template may also match a sentence of a longer one.
    templates = sorted(CHINESE, key=lambda template: -len(template.replace("{}", "")))
    return [(re.compile(_pattern(template), re.DOTALL), CHINESE[template]) for template in templates]


def _pattern(template: str) -> str:
    # What stands at the beginning is a name; behind a place, the sentence begins after it.
    first, *others = map(re.escape, template.split("{}"))
    return first + "".join(f"({'(?:(?!: ).)' if at == 0 and not first else '.'}+?){o}" for at, o in enumerate(others))
