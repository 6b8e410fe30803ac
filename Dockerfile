# Built in two steps; runs as an ordinary user. Debian's ffmpeg and bubblewrap come from the distribution.
FROM node:20-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY migrations migrations
COPY src src
COPY views views
COPY public public
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
RUN apt-get update -q \
 && apt-get install -y -q --no-install-recommends ffmpeg bubblewrap util-linux ca-certificates tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin polyfoni \
 && install -d -o polyfoni -g polyfoni -m 0700 /data
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/public public
COPY --from=build /app/views views
COPY --from=build /app/src/locales src/locales
COPY --from=build /app/src/demo/film src/demo/film
COPY LICENSE README.md ./
COPY bin/rotate-keys bin/new-administrator bin/
# What bubblewrap needs of the container engine: see docs/film-in-a-box.md for the run line.
COPY docs/deploy/seccomp.json deploy/seccomp.json
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER polyfoni
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
ENTRYPOINT ["tini", "--"]
CMD ["node", "--enable-source-maps", "--harmony-rab-gsab-transfer", "dist/src/server.js"]
