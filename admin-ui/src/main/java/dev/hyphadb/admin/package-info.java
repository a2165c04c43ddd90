package dev.hyphadb.admin;
