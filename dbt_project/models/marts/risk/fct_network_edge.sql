with

linked as (select * from {{ ref('int_network__linked') }}),

components as (select * from {{ ref('fct_network_component') }}),

final as (
    select linked.*
    from linked
    inner join components on linked.component_id = components.component_id
)

select * from final
