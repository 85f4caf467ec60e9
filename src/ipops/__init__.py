"""ipops: a city's intellectual property operation service system (知识产权运营服务体系)."""

__version__ = "0.1.0"
