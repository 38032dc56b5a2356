"""Descriptions of marts that tests write by hand, as the YAML beside a SELECT has them."""

AREA_AND_YEAR = """
  - {name: area_level, title: 层级, type: VARCHAR, description: 层级。}
  - {name: county, title: 县, type: VARCHAR, description: 县。}
  - {name: township, title: 乡镇, type: VARCHAR, description: 乡镇。}
  - {name: village, title: 行政村, type: VARCHAR, description: 行政村。}
  - {name: year, title: 年度, type: INTEGER, description: 年度。}
""".lstrip("\n")
"""The columns that say where and when a row is of."""

COURSES = f"""
title: 技能培训
description: 培训。
grain: 每个地区、年度、工种一行
key: [area_level, county, township, village, year, trade]
computed: 合计。
disclosure: {{}}
columns:
{AREA_AND_YEAR}  - {{name: trade, title: 工种, type: VARCHAR, description: 工种。}}
"""
"""A mart of courses by trade, up to its measures."""
