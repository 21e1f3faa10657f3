// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace gatehouse {

/// What other threads have for the hub: published batches, and calls to make in its thread. Shared by those who post,
/// so that a late answer finds a box and not a dead hub. Any thread; taken by the hub's.
class HubInbox
{
public:
    struct Post {
        std::vector<std::shared_ptr<const Batch>> batches;
        std::vector<std::function<void()>>
            calls; ///< after the batches: an answer never overtakes the change it tells of
    };

    /// `wake` is called when the box was empty, from the posting thread.
    void onPost(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        m_wake = std::move(wake);
    }
    void publish(std::shared_ptr<const Batch> batch)
    {
        add([&](Post &post) { post.batches.push_back(std::move(batch)); });
    }
    void call(std::function<void()> call)
    {
        add([&](Post &post) { post.calls.push_back(std::move(call)); });
    }
    [[nodiscard]] Post take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_post, {});
    }

private:
    template <class Add>
    void add(Add &&put)
    {
        const std::lock_guard lock(m_mutex);
        const bool wasEmpty = m_post.batches.empty() && m_post.calls.empty();
        put(m_post);
        if (wasEmpty && m_wake)
            m_wake(); // under the lock: who clears it with onPost({}) is not called afterwards
    }

    std::mutex m_mutex;
    Post m_post;
    std::function<void()> m_wake;
};

} // namespace gatehouse
