"""What an operator may set: one row for each setting, with its default and what it is for.

A row gives the flag (`--query-seconds`), the environment variable (`LOD_SERVE_QUERY_SECONDS`) and the key in the table
`[serve]` of `lod.toml` (`query-seconds`); `lod.web.configured` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")
MEGABYTE = 1024 * 1024


def _setting(default: T, en: str, zh: str, least: float = 0, path: bool = False, choices: tuple[str, ...] = ()) -> T:
    told = {"en": en, "zh": zh, "least": least, "path": path, "choices": choices}
    row: T = field(default=default, metadata=told)
    return row


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server; times in seconds, sizes in bytes.

    >>> Settings(query_seconds=1).workers
    6
    """

    release: str = _setting(
        "",
        "folder given to `lod build --out` (default: the bundled gazette)",
        "`lod build --out` 所用的文件夹（默认为随附的公报）",
        path=True,
    )
    store: str = _setting(
        "",
        "SPARQL 1.1 endpoint of another server that holds a release, in place of a folder",
        "另一服务器上存有发布版本的 SPARQL 1.1 端点，代替文件夹",
    )
    store_seconds: float = _setting(10.0, "time that the store may take for an answer", "存储回答一次的时限", 0.1)
    store_size: int = _setting(256 * MEGABYTE, "size of an answer of the store", "存储一次答复的大小上限", 1024)
    store_steps: int = _setting(
        500,
        "operators and brackets of a query that is passed on: a long chain of them can end a server",
        "转交给存储的查询中运算符和括号的数目上限：过长的一串可使服务器崩溃",
        10,
    )
    store_watch_seconds: float = _setting(
        60.0,
        "how often to ask whether the store holds another release; 0 only on SIGHUP",
        "每隔多久询问存储是否换了发布版本；0 为只在收到 SIGHUP 时",
    )
    host: str = _setting("127.0.0.1", "address to listen on", "监听地址")
    port: int = _setting(8000, "port to listen on; 0 takes a free one", "监听端口；0 为任选空闲端口")
    public_url: str = _setting(
        "",
        "address under which readers reach the server, also below a path; else that of each request",
        "读者访问本服务所用的网址，可带路径；不设则用各请求自己的网址",
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (),
        "addresses or networks of proxies whose X-Forwarded-… and Forwarded headers are believed",
        "可信代理的地址或网段，其 X-Forwarded-… 和 Forwarded 头才被采信",
    )
    proxy_headers: str = _setting(
        "x-forwarded",
        "which of the two kinds of headers these proxies set, and take away where a client sends them",
        "这些代理设置的是哪一种头（客户自带的须由代理去掉）",
        choices=("x-forwarded", "forwarded"),
    )
    requests_per_minute: int = _setting(
        0, "requests that one client may make in a minute; 0 for any number", "每个客户每分钟的请求数上限；0 为不限"
    )
    log_format: str = _setting("json", "form of the logs", "日志的形式", choices=("json", "text"))
    access_log: bool = _setting(True, "a line for each request on standard output", "每个请求在标准输出记一行")
    log_queries: bool = _setting(
        False, "queries and search words in the access log", "访问日志里也记录查询语句和检索词"
    )
    connections: int = _setting(1000, "connections at a time; then idle ones go", "同时的连接数；超出则关空闲者", 1)
    header_seconds: float = _setting(10.0, "time that the head of a request may take", "请求头送达的时限", 0.1)
    header_size: int = _setting(32 * 1024, "size of all headers of a request", "一个请求全部头部的大小上限", 1024)
    url_size: int = _setting(64 * 1024, "length of the address of a request", "请求网址的长度上限", 256)
    write_seconds: float = _setting(
        20.0, "time in which a client must take 1 KiB for each second of it", "客户须在此时间内每秒至少收取 1 KiB", 0.1
    )
    unsent_size: int = _setting(
        512 * MEGABYTE,
        "size of all answers that clients have not taken yet, before the largest is given up",
        "所有客户尚未收取的答复的总大小上限，超出则放弃最大的一个",
        1,
    )
    idle_seconds: int = _setting(75, "time that a connection may be idle", "连接可空闲的时间", 1)
    watch_seconds: float = _setting(
        2.0,
        "how often to look whether another release is current; 0 only on SIGHUP",
        "每隔多久查看当前发布是否更换；0 为只在收到 SIGHUP 时",
    )
    drain_seconds: float = _setting(
        0.0,
        "time between the signal to end and the closing of the port, in which /readyz says 503",
        "收到结束信号到关闭端口之间的时间，其间 /readyz 答 503",
    )
    shutdown_seconds: int = _setting(15, "time that requests under way get at the end", "结束时留给未完请求的时间")
    query_seconds: float = _setting(10.0, "time that a query may take", "一条查询的时限", 0.1)
    short_seconds: float = _setting(
        0.1,
        "time after which a query counts as long, and goes behind all others",
        "查询超过此时限即为长查询，让其他查询先行",
        0.001,
    )
    workers: int = _setting(6, "processes that answer queries", "回答查询的进程数", 1)
    long_queries: int = _setting(4, "how many of these processes long queries may take", "其中长查询可占用的进程数", 1)
    worker_queries: int = _setting(
        5000, "queries after which a process is replaced by a new one", "一个进程回答多少条查询后换新", 1
    )
    waiting: int = _setting(64, "queries that may wait before the next is turned away", "可排队的查询数，超出即谢绝", 1)
    worker_memory: int = _setting(512 * MEGABYTE, "memory of a query process", "每个查询进程的内存", 64 * MEGABYTE)
    answer_size: int = _setting(50 * MEGABYTE, "size of an answer; harvesters take no larger", "一个答复的大小上限", 1)
    request_size: int = _setting(MEGABYTE, "size of the body of a request", "请求正文的大小上限", 1)
    cache_size: int = _setting(64 * MEGABYTE, "answers to queries that are kept", "保留的查询答复的总大小", 0)
    pages_size: int = _setting(
        64 * MEGABYTE, "pages and data of resources that are kept", "保留的资源网页和数据的总大小", 0
    )
    body_seconds: float = _setting(10.0, "time that the body of a request may take", "请求正文送达的时限", 0.1)
    lint_size: int = _setting(16 * MEGABYTE, "size of an upload to /lint", "上传到 /lint 的文件大小上限", 1)
    lint_body_seconds: float = _setting(60.0, "time that an upload to /lint may take", "上传到 /lint 的时限", 0.1)
    lint_held: int = _setting(
        128 * MEGABYTE,
        "size of all uploads that are under way or waiting, before the next is turned away",
        "正在上传和等候检查的文件的总大小，超出即谢绝",
        1,
    )
    lint_seconds: float = _setting(30.0, "time that linting an upload may take", "检查一个上传文件的时限", 0.1)
    lint_workers: int = _setting(2, "processes that lint uploads", "检查上传文件的进程数", 1)
    lint_waiting: int = _setting(
        32, "uploads that may wait before the next is turned away", "可排队的上传数，超出即谢绝", 1
    )
    lint_memory: int = _setting(1024 * MEGABYTE, "memory of a linting process", "每个检查进程的内存", 64 * MEGABYTE)
    lint_parts: int = _setting(20, "parts of a multipart upload", "一次上传（multipart）的部分数上限", 1)
    stream_changes: int = _setting(100, "changes on a page of the stream or feed", "变更流和订阅每页的变更数", 1)
    stream_size: int = _setting(
        4 * MEGABYTE,
        "size of a page of the stream, unless one change is larger",
        "变更流每页的大小；单个变更更大时除外",
        1,
    )
    page_threads: int = _setting(4, "threads in which pages are made", "生成网页的线程数", 1)
    long_page_threads: int = _setting(1, "threads for pages that take long", "生成耗时网页的线程数", 1)
    pages_waiting: int = _setting(
        200, "pages that may wait before the next is turned away", "可排队的网页数，超出即谢绝", 1
    )
    page_rows: int = _setting(1000, "rows of a query that a page shows", "网页上显示的查询结果行数", 1)
    catalogue_datasets: int = _setting(100, "data sets on a page of the catalogue", "目录每页的数据集数", 1)
    sitemap_pages: int = _setting(
        20_000,
        "addresses on a page of the sitemap; its protocol allows 50,000",
        "站点地图每页的网址数，协议上限 50000",
        1,
    )
    publisher_name: str = _setting(
        "", "who runs the server, as the catalogue says; else its host name", "目录中的发布者名称；不设则为主机名"
    )
    contact_email: str = _setting("", "where readers write to, as the catalogue says", "目录中的联系邮箱")
    publisher_type: str = _setting(
        "",
        "what kind of publisher that is, as ADMS names them; else an authority like that of the gazettes",
        "发布者的类别（ADMS 词表）；不设则同公报所属机关",
        choices=(
            "",
            "NationalAuthority",
            "RegionalAuthority",
            "LocalAuthority",
            "Company",
            "NonGovernmentalOrganisation",
            "NonProfitOrganisation",
        ),
    )
