package dev.hyphadb.relay;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/**
 * BIP-340 ("Verification") on BouncyCastle's curve arithmetic, for machines where the native
 * library does not load.
 */
final class BouncyCastleSchnorrVerifier implements SchnorrVerifier {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();
  private static final BigInteger N = CURVE.getN();
  private static final byte[] TAG =
      Event.sha256("BIP0340/challenge".getBytes(StandardCharsets.US_ASCII));

  @Override
  public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
    if (signature.length != 64 || message.length != 32 || publicKey.length != 32) {
      return false;
    }
    BigInteger r = new BigInteger(1, signature, 0, 32);
    BigInteger s = new BigInteger(1, signature, 32, 32);
    if (r.compareTo(P) >= 0 || s.compareTo(N) >= 0) {
      return false;
    }
    ECPoint key = liftX(publicKey);
    if (key == null) {
      return false;
    }
    BigInteger e = challenge(signature, publicKey, message);
    ECPoint point =
        ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), s, key, N.subtract(e).mod(N)).normalize();
    return !point.isInfinity()
        && !point.getAffineYCoord().testBitZero()
        && point.getAffineXCoord().toBigInteger().equals(r);
  }

  /** The point with this x and an even y, or null when the curve has none. */
  private static ECPoint liftX(byte[] x) {
    byte[] compressed = new byte[33];
    compressed[0] = 2;
    System.arraycopy(x, 0, compressed, 1, 32);
    try {
      return CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException notOnCurve) {
      return null;
    }
  }

  private static BigInteger challenge(byte[] signature, byte[] publicKey, byte[] message) {
    byte[] input = Arrays.copyOf(TAG, 160);
    System.arraycopy(TAG, 0, input, 32, 32);
    System.arraycopy(signature, 0, input, 64, 32);
    System.arraycopy(publicKey, 0, input, 96, 32);
    System.arraycopy(message, 0, input, 128, 32);
    return new BigInteger(1, Event.sha256(input)).mod(N);
  }

  @Override
  public String name() {
    return "BouncyCastle";
  }
}
