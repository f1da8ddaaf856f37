// A TLS server with a certificate of its own making, for 127.0.0.1. It answers every request with
// 200 and closes.
#pragma once
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "tests/harness/transport/script_server.h"

namespace assay::harness::testing {

class TlsServer {
 public:
  TlsServer() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()), context_(make_context()) {
    sign_certificate();
    SSL_CTX_use_certificate(context_.get(), certificate_.get());
    SSL_CTX_use_PrivateKey(context_.get(), key_.get());
    ::listen(port_.fd(), 16);
    thread_ = std::thread([this] { serve(); });
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    ::shutdown(port_.fd(), SHUT_RDWR);
    thread_.join();
  }

  Endpoint endpoint() const {
    Endpoint out = port_.endpoint();
    out.tls = true;
    return out;
  }
  // Writes the certificate as PEM. False when the file can't be written.
  bool write_certificate(const std::string& path) const {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"),
                                                               std::fclose);
    return file && PEM_write_X509(file.get(), certificate_.get()) == 1;
  }

 private:
  template <auto free>
  struct Free {
    template <typename T>
    void operator()(T* thing) const {
      free(thing);
    }
  };

  static SSL_CTX* make_context() { return SSL_CTX_new(TLS_server_method()); }

  void sign_certificate() {
    X509* const one = certificate_.get();
    X509_set_version(one, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(one), 1);
    X509_gmtime_adj(X509_getm_notBefore(one), -86400);
    X509_gmtime_adj(X509_getm_notAfter(one), 86400);
    X509_set_pubkey(one, key_.get());
    const std::array<unsigned char, 10> name = {"127.0.0.1"};
    X509_NAME_add_entry_by_txt(X509_get_subject_name(one), "CN", MBSTRING_ASC, name.data(), -1, -1,
                               0);
    X509_set_issuer_name(one, X509_get_subject_name(one));
    add_extension(NID_subject_alt_name, "IP:127.0.0.1");
    add_extension(NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(one, key_.get(), EVP_sha256());
  }

  void add_extension(int which, const char* value) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, which, value);
    X509_add_ext(certificate_.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }

  void serve() {
    // OpenSSL writes without MSG_NOSIGNAL, and a client that distrusts us has left by then. The
    // signal goes to the thread that wrote, so the tests still die of one that the client causes.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (true) {
      const int fd = ::accept4(port_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const std::unique_ptr<SSL, Free<SSL_free>> session(SSL_new(context_.get()));
      SSL_set_fd(session.get(), fd);
      std::array<char, 4096> request{};
      const std::string answer =
          "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret";
      if (SSL_accept(session.get()) == 1 &&
          SSL_read(session.get(), request.data(), static_cast<int>(request.size())) > 0) {
        SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
        SSL_shutdown(session.get());
      }
      ::close(fd);
    }
  }

  Port port_;
  std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>> key_;
  std::unique_ptr<X509, Free<X509_free>> certificate_;
  std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>> context_;
  std::thread thread_;
};

}  // namespace assay::harness::testing
