with

reviews as (select * from {{ ref('int_household__household_reviews') }}),

members as (select * from {{ ref('int_household__welfare_households') }}),

standards as (select * from {{ ref('int_reference__benefit_standards') }}),

homes as (
    select household_no, min(residence) as residence
    from members
    group by household_no
),

-- The classes of a scheme share its income line.
lines as (
    select scheme, area, valid_from, max(valid_to) as valid_to, min(income_line_cny) as line_cny
    from standards
    where income_line_cny is not null
    group by scheme, area, valid_from
),

matched as (
    select
        reviews.*,
        coalesce(reviews.household_no, reviews.person_id, reviews.row_uid) as home_key,
        lines.line_cny,
        row_number() over (partition by reviews.row_uid order by lines.valid_from desc) as line_place
    from reviews
    left join homes on reviews.household_no = homes.household_no
    left join lines
        on
            reviews.scheme = lines.scheme
            and coalesce(lines.area = homes.residence, lines.area is null)
            and reviews.visited_on between lines.valid_from and coalesce(lines.valid_to, reviews.visited_on)
),

final as (
    select
        home_key,
        household_no,
        person_id,
        householder_name_masked,
        village,
        org_id,
        org_name,
        scheme,
        visited_on,
        decision,
        reason,
        per_capita_income_cny,
        deduction_cny,
        per_capita_income_cny - coalesce(deduction_cny, 0) / coalesce(nullif(size, 0), 1) as net_income_cny,
        line_cny,
        note,
        -- A second visit stands in place of the first, but for one that decided nothing.
        row_number() over (
            partition by home_key, scheme
            order by coalesce(decision = 'undecided', true), visited_on desc, row_uid desc
        ) = 1 as is_last,
        row_uid
    from matched
    where line_place = 1
)

select * from final
