package dev.hyphadb.jvm.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** ECDSA by Bouncy Castle. */
final class BouncyCastleEcdsa implements Ecdsa {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger ORDER = CURVE.getN();
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  @Override
  public byte[] publicKey(byte[] secret) {
    return encode(new FixedPointCombMultiplier().multiply(CURVE.getG(), new BigInteger(1, secret)));
  }

  @Override
  public byte[] sign(byte[] digest, byte[] secret) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), DOMAIN));
    BigInteger[] parts = signer.generateSignature(digest);
    BigInteger s = parts[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(parts[1]) : parts[1];
    byte[] signature = Arrays.copyOf(BigIntegers.asUnsignedByteArray(32, parts[0]), 64);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, signature, 32, 32);
    return signature;
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
    if (digest.length != 32 || !isSignature(signature) || publicKey.length != 64) {
      return false;
    }
    byte[] prefixed = new byte[65];
    prefixed[0] = 4;
    System.arraycopy(publicKey, 0, prefixed, 1, 64);
    ECDSASigner verifier = new ECDSASigner();
    try {
      ECPoint point = CURVE.getCurve().decodePoint(prefixed);
      verifier.init(false, new ECPublicKeyParameters(point, DOMAIN));
    } catch (IllegalArgumentException notOnTheCurve) {
      return false;
    }
    return verifier.verifySignature(digest, r(signature), s(signature));
  }

  @Override
  public byte[] recover(byte[] digest, byte[] signature, int parity) {
    if (digest.length != 32 || !isSignature(signature)) {
      return null;
    }
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (2 + parity);
    System.arraycopy(signature, 0, compressed, 1, 32);
    ECPoint nonce;
    try {
      nonce = CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException notOnTheCurve) {
      return null;
    }
    BigInteger inverse = r(signature).modInverse(ORDER);
    BigInteger ofNonce = s(signature).multiply(inverse).mod(ORDER);
    BigInteger ofGenerator = new BigInteger(1, digest).negate().multiply(inverse).mod(ORDER);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofGenerator, nonce, ofNonce);
    return key.isInfinity() ? null : encode(key);
  }

  @Override
  public boolean isSecret(byte[] secret) {
    BigInteger value = new BigInteger(1, secret);
    return secret.length == 32 && value.signum() > 0 && value.compareTo(ORDER) < 0;
  }

  private static boolean isSignature(byte[] signature) {
    if (signature.length != 64) {
      return false;
    }
    BigInteger r = r(signature);
    BigInteger s = s(signature);
    return r.signum() > 0
        && r.compareTo(ORDER) < 0
        && s.signum() > 0
        && s.compareTo(HALF_ORDER) <= 0;
  }

  private static BigInteger r(byte[] signature) {
    return new BigInteger(1, signature, 0, 32);
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, signature, 32, 32);
  }

  private static byte[] encode(ECPoint point) {
    return Arrays.copyOfRange(point.getEncoded(false), 1, 65);
  }
}
