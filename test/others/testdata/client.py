"""Uses the server at the socket argv[1] by QEMU's own Python client, and prints what it gets."""

import asyncio
import sys

from qemu.qmp import ExecuteError, QMPClient


async def main(path):
    client = QMPClient("test")
    await client.connect(path)
    print("status", (await client.execute("query-status"))["status"])

    with client.listener("RESUME") as resumed:
        await client.execute("cont")
        print("event", (await asyncio.wait_for(resumed.get(), 30))["event"])

    try:
        await client.execute("no-such-command")
    except ExecuteError as err:
        print("error", err.error_class, err)

    # The client's ids match replies to requests, so a hundred may be in flight.
    replies = await asyncio.gather(*[client.execute("query-status") for _ in range(100)])
    print("at once", len(replies), {reply["status"] for reply in replies})

    await client.disconnect()


asyncio.run(asyncio.wait_for(main(sys.argv[1]), 60))
