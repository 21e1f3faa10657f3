// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace gatehouse::simulation {

/// Takes a database with its log as the disk holds them now, to put back after its program was taken down in good
/// order: so it is found as a killed program leaves it.
class KilledFile
{
public:
    explicit KilledFile(std::string path)
        : m_path(std::move(path)), m_database(read(m_path)), m_log(read(m_path + "-wal")),
          m_hasLog(std::filesystem::exists(m_path + "-wal"))
    {
    }
    void putBack() const
    {
        write(m_path, m_database);
        if (m_hasLog)
            write(m_path + "-wal", m_log);
        else
            std::filesystem::remove(m_path + "-wal");
        std::filesystem::remove(m_path + "-shm");
    }

private:
    static std::string read(const std::string &path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    static void write(const std::string &path, const std::string &bytes)
    {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    std::string m_path;
    std::string m_database;
    std::string m_log;
    bool m_hasLog;
};

inline void removeDatabase(const std::string &path)
{
    for (const char *end : {"", "-wal", "-shm"})
        std::filesystem::remove(path + end);
}

} // namespace gatehouse::simulation
