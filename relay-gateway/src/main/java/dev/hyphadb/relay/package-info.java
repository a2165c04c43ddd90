package dev.hyphadb.relay;
