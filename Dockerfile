# Three stages: files of the pages, Python packages, the program. Of the first two only the result is kept.

FROM node:24.11.1-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM python:3.11.14-slim-bookworm AS packages
COPY requirements/runtime.txt /tmp/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/runtime.txt

FROM python:3.11.14-slim-bookworm
# What WeasyPrint opens; the fonts of the documents come with the files of the pages.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --home-dir /tmp portal \
    && install -d -o portal -g portal -m 0700 /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=pages /app/node_modules node_modules
COPY . .
# The root file system may be read-only: everything that the portal writes lies in /data.
ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PORTAL_DATA=/data
USER 10001:10001
EXPOSE 8000
# Asks by 127.0.0.1, so PORTAL_HOSTS has to name that as well.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "portal.wsgi:application", "--config", "python:portal.core.webserver", \
     "--bind", "0.0.0.0:8000", "--workers", "2", "--timeout", "60", "--graceful-timeout", "20", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--no-control-socket"]
