with

closings as (select * from {{ ref('fct_closing_week') }}),

-- The bands of the ageing tables; a closing is at risk in a band once it has stood until the band begins.
bands as (
    {%- for first, last in [(0, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, none)] %}
    select
        {{ first }} as first_day,
        {{ 'cast(null as integer)' if last is none else last }} as last_day
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        closings.week_id,
        coalesce(closings.org_id, 'unassigned') as org_id,
        bands.first_day,
        max(bands.last_day) as last_day,
        cast(count(*) as integer) as at_risk,
        cast({{ count_where(
            'closings.is_standing or closings.days_standing > bands.last_day'
        ) }} as integer) as still_closed
    from closings
    inner join bands on closings.days_standing >= bands.first_day
    group by closings.week_id, coalesce(closings.org_id, 'unassigned'), bands.first_day
)

select * from final
