with

fillings as (
    select *
    from {{ ref('fct_fuel_transaction_week') }}
    where has_trip is not null
),

final as (
    {{
        metric_rows(
            'fuel_without_trip_cny', 'fillings',
            'coalesce(sum(case when is_vehicle and not has_trip then amount_cny end), 0)'
        )
    }}
)

select * from final
