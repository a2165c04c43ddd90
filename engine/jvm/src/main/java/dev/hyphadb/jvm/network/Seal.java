package dev.hyphadb.jvm.network;

import dev.hyphadb.core.sync.PeerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what signaling carries for a room with a password (docs/protocol/rendezvous.md). Any
 * thread.
 */
final class Seal {
  private static final int ROUNDS = 100_000;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final byte[] topic;

  /** Takes some 50 ms: the password is made slow to guess. */
  Seal(String password, String topic) {
    this.topic = HEX.parseHex(topic);
    try {
      this.key = new SecretKeySpec(derive(password, "hypha-seal:" + topic), "AES");
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /** One block of PBKDF2 (RFC 8018), on the password's UTF-8 bytes. */
  private static byte[] derive(String password, String salt) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(salt.getBytes(StandardCharsets.UTF_8));
    byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] key = round.clone();
    for (int i = 1; i < ROUNDS; i++) {
      round = mac.doFinal(round);
      for (int j = 0; j < key.length; j++) {
        key[j] ^= round[j];
      }
    }
    return key;
  }

  byte[] seal(byte[] payload, PeerId from) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return seal(payload, from, nonce);
  }

  byte[] seal(byte[] payload, PeerId from, byte[] nonce) {
    try {
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + payload.length + TAG_BYTES);
      cipher(Cipher.ENCRYPT_MODE, nonce, from)
          .doFinal(payload, 0, payload.length, sealed, NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /** The payload; null when it was not sealed with this password, for this topic, by this peer. */
  byte[] open(byte[] sealed, PeerId from) {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      return null;
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), from)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, PeerId from) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(topic);
    cipher.updateAAD(HEX.parseHex(from.hex()));
    return cipher;
  }

  private static IllegalStateException unavailable(GeneralSecurityException cause) {
    return new IllegalStateException("every Java platform has AES-GCM and HMAC-SHA-256", cause);
  }
}
