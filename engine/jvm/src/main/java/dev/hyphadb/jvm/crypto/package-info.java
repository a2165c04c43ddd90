/**
 * Keys and signatures of a network session: secp256k1 with BIP-340 Schnorr signatures, by the
 * native library where it loads and by Bouncy Castle's curve arithmetic where it does not.
 *
 * <p>Stateless and safe from any thread. Secrets stay inside {@link
 * dev.hyphadb.jvm.crypto.SessionKey}: no accessor, no text form. People's identities and the
 * signing of commits belong to others.
 */
package dev.hyphadb.jvm.crypto;
