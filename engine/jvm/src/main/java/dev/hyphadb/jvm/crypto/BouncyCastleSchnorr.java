package dev.hyphadb.jvm.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** BIP-340 over Bouncy Castle's secp256k1 curve. */
final class BouncyCastleSchnorr implements Schnorr {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger ORDER = CURVE.getN();

  @Override
  public String name() {
    return "Bouncy Castle";
  }

  @Override
  public byte[] publicKey(byte[] secret) {
    return x(multiply(new BigInteger(1, secret)));
  }

  @Override
  public byte[] sign(byte[] message, byte[] secret, byte[] auxiliary) {
    BigInteger given = new BigInteger(1, secret);
    ECPoint key = multiply(given);
    BigInteger d = isEven(key) ? given : ORDER.subtract(given);
    byte[] masked = bytes(d);
    byte[] mask = tagged("BIP0340/aux", auxiliary);
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask[i];
    }
    BigInteger nonce =
        new BigInteger(1, tagged("BIP0340/nonce", masked, x(key), message)).mod(ORDER);
    if (nonce.signum() == 0) {
      throw new IllegalStateException(
          "BIP-340 signing met a zero nonce: sign again with other auxiliary bytes");
    }
    ECPoint r = multiply(nonce);
    BigInteger k = isEven(r) ? nonce : ORDER.subtract(nonce);
    BigInteger e = new BigInteger(1, tagged("BIP0340/challenge", x(r), x(key), message)).mod(ORDER);
    byte[] signature = Arrays.copyOf(x(r), 64);
    System.arraycopy(bytes(k.add(e.multiply(d)).mod(ORDER)), 0, signature, 32, 32);
    return signature;
  }

  @Override
  public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
    if (signature.length != 64 || message.length != 32 || publicKey.length != 32) {
      return false;
    }
    BigInteger rx = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    if (rx.compareTo(CURVE.getCurve().getField().getCharacteristic()) >= 0
        || s.compareTo(ORDER) >= 0) {
      return false;
    }
    ECPoint key = lift(publicKey);
    if (key == null) {
      return false;
    }
    byte[] rBytes = Arrays.copyOf(signature, 32);
    BigInteger e =
        new BigInteger(1, tagged("BIP0340/challenge", rBytes, publicKey, message)).mod(ORDER);
    ECPoint r =
        ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), s, key, ORDER.subtract(e).mod(ORDER))
            .normalize();
    return !r.isInfinity() && isEven(r) && r.getAffineXCoord().toBigInteger().equals(rx);
  }

  @Override
  public boolean isSecret(byte[] secret) {
    BigInteger value = new BigInteger(1, secret);
    return secret.length == 32 && value.signum() > 0 && value.compareTo(ORDER) < 0;
  }

  /** The point with this x and an even y, or null when there is none. */
  private static ECPoint lift(byte[] x) {
    byte[] compressed = new byte[33];
    compressed[0] = 2;
    System.arraycopy(x, 0, compressed, 1, 32);
    try {
      return CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException notOnTheCurve) {
      return null;
    }
  }

  private static ECPoint multiply(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar).normalize();
  }

  private static boolean isEven(ECPoint point) {
    return !point.getAffineYCoord().testBitZero();
  }

  private static byte[] x(ECPoint point) {
    return point.getAffineXCoord().getEncoded();
  }

  private static byte[] bytes(BigInteger value) {
    return BigIntegers.asUnsignedByteArray(32, value);
  }

  private static byte[] tagged(String tag, byte[]... parts) {
    byte[] tagHash = sha256(tag.getBytes(StandardCharsets.US_ASCII));
    byte[][] all = new byte[parts.length + 2][];
    all[0] = tagHash;
    all[1] = tagHash;
    System.arraycopy(parts, 0, all, 2, parts.length);
    return sha256(all);
  }

  private static byte[] sha256(byte[]... parts) {
    SHA256Digest digest = new SHA256Digest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }
}
