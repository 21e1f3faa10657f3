// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/monitoring/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace gatehouse {

void Metrics::count(std::string_view name, std::string_view help, double value, const Labels &labels)
{
    add("gatehouse_" + std::string(name) + "_total", help, Kind::Counter, value, labels);
}

void Metrics::gauge(std::string_view name, std::string_view help, double value, const Labels &labels)
{
    add("gatehouse_" + std::string(name), help, Kind::Gauge, value, labels);
}

void Metrics::add(std::string name, std::string_view help, Kind kind, double value, const Labels &labels)
{
    auto at =
        std::find_if(m_families.begin(), m_families.end(), [&](const Family &family) { return family.name == name; });
    if (at == m_families.end())
        at = m_families.insert(at, Family{std::move(name), std::string(help), kind, {}});
    at->samples.push_back({labels, value});
}

std::string Metrics::text() const
{
    std::vector<prometheus::MetricFamily> families;
    for (const Family &family : m_families) {
        prometheus::MetricFamily made;
        made.name = family.name;
        made.help = family.help;
        made.type = family.kind == Kind::Counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
        for (const Sample &sample : family.samples) {
            prometheus::ClientMetric metric;
            for (const auto &[name, value] : sample.labels)
                metric.label.push_back({name, value});
            if (family.kind == Kind::Counter)
                metric.counter.value = sample.value;
            else
                metric.gauge.value = sample.value;
            made.metric.push_back(std::move(metric));
        }
        families.push_back(std::move(made));
    }
    return prometheus::TextSerializer().Serialize(families);
}

} // namespace gatehouse
