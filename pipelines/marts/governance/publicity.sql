select
    coalesce(area, township_area, county_area) as area, coalesce(year(supplied_on), as_of_year) as year, material, coalesce(material_unit, '未注明') as material_unit,
    sum(material_quantity) as material_pieces
from clean.materials
group by coalesce(year(supplied_on), as_of_year), material, coalesce(material_unit, '未注明'), grouping sets ((area), (township_area), (county_area))
