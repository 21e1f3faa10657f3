// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// The figures of one served document, gathered for one scrape and written as Prometheus text (0.0.4). A value: it
/// knows nothing of whose figures they are. Names end in _total for what only rises; labels hold ids and words, never
/// names of people.
class Metrics
{
public:
    using Labels = std::map<std::string, std::string>;

    /// Only rises until the program ends. `name` without prefix and "_total".
    void count(std::string_view name, std::string_view help, double value, const Labels &labels = {});
    /// Goes up and down.
    void gauge(std::string_view name, std::string_view help, double value, const Labels &labels = {});
    /// "# HELP …" and so on.
    [[nodiscard]] std::string text() const;

private:
    enum class Kind : std::uint8_t { Counter, Gauge };
    struct Sample {
        Labels labels;
        double value = 0;
    };
    struct Family {
        std::string name;
        std::string help;
        Kind kind = Kind::Gauge;
        std::vector<Sample> samples;
    };
    void add(std::string name, std::string_view help, Kind kind, double value, const Labels &labels);

    std::vector<Family> m_families;
};

} // namespace gatehouse
