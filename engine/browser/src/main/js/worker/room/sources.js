// The bytes of a message to one peer, piece by piece (core: ChannelSource).

const READ_BYTES = 1 << 20;

/** What all peers of one message have in common: told how far it is for each, done when it is for all. */
export class Delivery {
  #waiting = 0;
  #failure = null;

  constructor(progress, done) {
    this.progress = progress;
    this.done = done;
  }

  begin() {
    this.#waiting++;
  }

  end(failure) {
    this.#failure ??= failure ?? null;
    if (--this.#waiting === 0) this.done(this.#failure);
  }

  /** Nobody to send to. */
  endIfUnused() {
    if (this.#waiting === 0) this.done(null);
  }
}

class Source {
  constructor(peer, length, delivery) {
    this.peer = peer;
    this.length = length;
    this.delivery = delivery;
    delivery.begin();
  }

  size() {
    return this.length;
  }

  handed(bytes, isEnd) {
    this.delivery.progress(this.length === 0 ? 1 : bytes / this.length, this.peer);
    if (isEnd) this.delivery.end(bytes < this.length ? `the data could not be read` : null);
  }

  dropped() {
    this.delivery.end(`peer ${this.peer.slice(0, 8)} left`);
  }
}

export class BytesSource extends Source {
  #bytes;
  #position = 0;

  constructor(peer, bytes, delivery) {
    super(peer, bytes.length, delivery);
    this.#bytes = bytes;
  }

  next(max) {
    const piece = this.#bytes.slice(this.#position, this.#position + max);
    this.#position += piece.length;
    return piece;
  }
}

/** Reads a Blob a megabyte at a time, one ahead of what is sent. */
export class BlobSource extends Source {
  #blob;
  #read = 0;
  #isReading = false;
  #isBroken = false;
  #pieces = [];
  #offset = 0;
  #onReady;

  constructor(peer, blob, delivery, onReady) {
    super(peer, blob.size, delivery);
    this.#blob = blob;
    this.#onReady = onReady;
    this.#fetch();
  }

  next(max) {
    if (this.#isBroken) return new Uint8Array(0);
    const [piece] = this.#pieces;
    if (!piece) return null;
    const part = piece.slice(this.#offset, this.#offset + max);
    this.#offset += part.length;
    if (this.#offset === piece.length) {
      this.#pieces.shift();
      this.#offset = 0;
    }
    this.#fetch();
    return part;
  }

  async #fetch() {
    if (this.#isReading || this.#pieces.length > 1 || this.#read >= this.length) return;
    this.#isReading = true;
    try {
      const end = Math.min(this.length, this.#read + READ_BYTES);
      this.#pieces.push(new Uint8Array(await this.#blob.slice(this.#read, end).arrayBuffer()));
      this.#read = end;
    } catch {
      this.#isBroken = true;
    }
    this.#isReading = false;
    this.#onReady();
    this.#fetch();
  }
}
