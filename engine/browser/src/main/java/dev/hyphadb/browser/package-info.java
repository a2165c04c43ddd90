/**
 * The ports of the engine's core in terms of what JavaScript offers: the adapters of {@code
 * hypha.js}.
 *
 * <p>Compiled by TeaVM to one ES module with the core inside. Everything runs on the thread of the
 * worker or page that loaded the module. What the database does is left to the core.
 */
package dev.hyphadb.browser;
