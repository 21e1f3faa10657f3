// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QString>

namespace gatehouse {

/// Keeps the machine from sleeping while doors are open: holds an inhibitor of systemd's logind, where there is one.
/// The lock lives as long as the file descriptor that logind gave; a crash gives it back. Window's thread; nothing
/// waits.
class KeepAwake final : public QObject
{
    Q_OBJECT

public:
    enum class Standing {
        Idle,    ///< not wished
        Asking,  ///< wished, no answer yet
        Held,    ///< the machine stays awake
        Refused, ///< there is no logind, or it does not let us
    };

    explicit KeepAwake(QDBusConnection bus = QDBusConnection::systemBus(), QObject *parent = nullptr);

    /// `why` is shown to whoever tries to switch the machine off.
    void wish(bool isWished, const QString &why);
    [[nodiscard]] Standing standing() const { return m_standing; }
    [[nodiscard]] const QString &refusal() const { return m_refusal; }

signals:
    void changed();

private:
    void ask(const QString &why);
    void stand(Standing standing, const QString &refusal = {});

    QDBusConnection m_bus;
    bool m_isWished = false;
    Standing m_standing = Standing::Idle;
    QString m_refusal;
    QDBusUnixFileDescriptor m_lock;
};

} // namespace gatehouse
