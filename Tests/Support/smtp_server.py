"""A real mail server for tests: STARTTLS and AUTH are required, faults go by the recipient.

Usage: smtp_server.py FOLDER SECONDS. Makes a certificate in FOLDER, listens on a free port of
loopback, writes the port to FOLDER/port and each message to FOLDER/message-N, and ends itself
after SECONDS.

later@…   450 the first time        never@…  550
busy@…    451 after DATA, once       full@…   552 after DATA
lost@…    connection closed after DATA, the message taken
slow@…    takes the message, and says so two seconds later
odd@…     takes the message, and says so with 251
half@…    takes the message, begins to say so, and breaks off
held@…    takes the message, and says so once there is a file FOLDER/go

While there is a file FOLDER/refuse-sender every sender is refused, and while there is a file
FOLDER/hold-sender none is answered.
"""
import asyncio
import os
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, seconds = sys.argv[1], float(sys.argv[2])
key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key,
     "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    check=True, capture_output=True)


class Handler:
    def __init__(self):
        self.seen, self.count = set(), 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        while os.path.exists(os.path.join(folder, "hold-sender")):
            await asyncio.sleep(0.02)
        if os.path.exists(os.path.join(folder, "refuse-sender")):
            return "550 sender refused"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "never":
            return "550 no such mailbox"
        if name == "later" and address not in self.seen:
            self.seen.add(address)
            return "450 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        names = [address.split("@")[0] for address in envelope.rcpt_tos]
        if "full" in names:
            return "552 mailbox full"
        if "busy" in names and "busy" not in self.seen:
            self.seen.add("busy")
            return "451 come again"
        self.count += 1
        path = os.path.join(folder, f"message-{self.count}")
        with open(path + ".part", "w") as file:
            file.write(f"EHLO {session.host_name}\nMAIL {envelope.mail_from}\n")
            file.write(f"RCPT {' '.join(envelope.rcpt_tos)}\n\n")
            file.write(envelope.content.decode())
        os.rename(path + ".part", path)
        if "lost" in names:
            server.transport.abort()
        if "odd" in names:
            return "251 taken, somehow"
        if "half" in names:
            server.transport.write(b"25")
            await asyncio.sleep(0.5)
            server.transport.abort()
        if "slow" in names:
            await asyncio.sleep(2)
        while "held" in names and not os.path.exists(os.path.join(folder, "go")):
            await asyncio.sleep(0.02)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"fund", b"secret")
    return AuthResult(success=good, handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    handler = Handler()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, tls_context=context, require_starttls=True, auth_required=True,
                     authenticator=authenticate, hostname="localhost"), "127.0.0.1", 0)
    path = os.path.join(folder, "port")
    with open(path + ".part", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(path + ".part", path)
    await asyncio.sleep(seconds)

asyncio.run(main())
