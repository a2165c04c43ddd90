/**
 * What every service is made with: its life cycle, rates for what clients send, and a bounded way
 * out to them.
 *
 * <p>Owns no rule of the database or of a protocol; those are in the engine and in the services,
 * which know this package and not each other.
 */
package dev.hyphadb.service;
