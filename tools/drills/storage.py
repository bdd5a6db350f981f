"""Contents in S3: a moto server (`pip install 'moto[server,s3]'` anywhere) takes, gives and spoils a file.

STORAGE_URL=s3+http://key:secret-secret@127.0.0.1:8774/seoulwork SEOULWORK_VAR=EMPTY tools/drills/storage.py PATH/TO/moto_server
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")


def main(moto: str) -> None:
    django.setup()
    from botocore.exceptions import EndpointConnectionError
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage, storages
    from django.core.management import call_command

    from seoulwork.figures.contents import ContentAway

    server = subprocess.Popen([moto, "-H", "127.0.0.1", "-p", str(urlsplit(os.environ["STORAGE_URL"]).port)])
    try:
        storage: Any = storages["contents"]
        for _ in range(50):
            try:
                storage.connection.create_bucket(Bucket=storage.bucket_name)
                break
            except EndpointConnectionError:
                time.sleep(0.5)
        call_command("migrate", verbosity=0)
        content = os.urandom(5 << 20)
        start = time.perf_counter()
        name = default_storage.save("evidence/ab/drill", ContentFile(content))
        print(f"5 MB stored in {time.perf_counter() - start:.2f} s")
        start = time.perf_counter()
        assert default_storage.open(name).read() == content
        print(f"and read in {time.perf_counter() - start:.2f} s")
        (kept,) = storage.bucket.objects.all()
        storage.bucket.put_object(Key=kept.key, Body=b"other")
        try:
            default_storage.open(name)
        except ContentAway as error:
            print(f"spoiled: {error}")
        else:
            sys.exit("A spoiled content was given out.")
    finally:
        server.terminate()
        server.wait()
    try:
        default_storage.open(name)
    except ContentAway as error:
        print(f"away: {error}")
    else:
        sys.exit("A content came from nowhere.")


if __name__ == "__main__":
    main(sys.argv[1])
