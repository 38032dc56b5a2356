-- 哪个单位的哪张表要改，改多少处，最常见的错是什么？
select
    unit as 单位,
    period as 期间,
    file as 文件,
    sheet as 工作表,
    count(*) as 处数,
    count(distinct row) as 行数,
    mode(reason_zh) as 最常见的原因
from quality.quarantine
group by all
order by 处数 desc, 单位, 期间, 文件, 工作表;
