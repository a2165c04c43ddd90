/** The public Java API of HyphaDB: {@code Hypha.open} and what it hands out. */
package dev.hyphadb;
