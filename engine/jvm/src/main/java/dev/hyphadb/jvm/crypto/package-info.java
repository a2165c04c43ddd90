/**
 * Keys and signatures over secp256k1, by the native library where it loads and by Bouncy Castle
 * where it does not: BIP-340 Schnorr for network sessions ({@code SessionKey}), ECDSA for accounts,
 * which sign commits ({@code AccountKey}, {@code EcdsaVerifier}).
 *
 * <p>Safe from any thread. Secrets stay inside the two keys: no accessor, no text form. What a
 * signature is over, and what its author may do, is the core's business.
 */
package dev.hyphadb.jvm.crypto;
