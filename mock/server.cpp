#include "mock/server.h"

#include <utility>  // before asio: Boost 1.74 uses std::exchange without it

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <deque>
#include <optional>
#include <stdexcept>

namespace assay::mock {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint32_t head_limit = 64 * 1024;
constexpr std::uint64_t body_limit = 4 * 1024 * 1024;

// Beast's parser, writing into a request that keeps its strings from one time to the next.
class RequestParser : public http::basic_parser<true> {
 public:
  RequestParser(wire::Request& request, wire::Headers& spare) : request_(request), spare_(spare) {
    request_.method.clear();
    request_.target.clear();
    request_.body.clear();
    for (wire::Header& header : request_.headers) {
      if (spare_.size() < 64) spare_.push_back(std::move(header));
    }
    request_.headers.clear();
    header_limit(head_limit);
    basic_parser::body_limit(mock::body_limit);
    eager(true);
  }

  bool expects_continue() const { return expects_continue_; }

 private:
  void on_request_impl(http::verb, beast::string_view method, beast::string_view target, int,
                       error_code&) override {
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
  }
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                     error_code&) override {
    if (spare_.empty()) {
      request_.headers.emplace_back();
    } else {
      request_.headers.push_back(std::move(spare_.back()));
      spare_.pop_back();
    }
    request_.headers.back().name.assign(name.data(), name.size());
    request_.headers.back().value.assign(value.data(), value.size());
    if (field == http::field::expect) expects_continue_ = beast::iequals(value, "100-continue");
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, error_code&) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  wire::Request& request_;
  wire::Headers& spare_;
  bool expects_continue_ = false;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Handler& handler) : socket_(std::move(socket)), handler_(handler) {}

  void read() {
    constexpr std::size_t piece = 16 * 1024;
    auto self = shared_from_this();
    socket_.async_read_some(buffer_.prepare(piece),
                            [self](const error_code& error, std::size_t bytes) {
                              if (error) return self->shut();
                              self->buffer_.commit(bytes);
                              self->serve();
                            });
  }

 private:
  enum class Then { read, close };

  // Answers every whole request in the buffer with one write.
  void serve() {
    if (held_) {
      buffer_.clear();
      return read();
    }
    out_.clear();
    Then then = Then::read;
    while (buffer_.size() > 0 && then == Then::read && !held_ && take(then)) {
    }
    if (out_.empty()) {
      if (then == Then::close) return shut();
      return read();
    }
    write(then);
  }

  // Takes one request; false when more bytes are needed.
  bool take(Then& then) {
    if (!parser_) parser_.emplace(request_, spare_);
    error_code error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error && error != http::error::need_more) {
      handler_.append_bad_request(out_);
      then = Then::close;
      return false;
    }
    if (!parser_->is_done()) {
      if (parser_->is_header_done() && parser_->expects_continue() && !continued_) {
        continued_ = true;
        out_ += "HTTP/1.1 100 Continue\r\n\r\n";
      }
      return false;
    }
    const bool close = !parser_->keep_alive();
    Action action = Action::send;
    handler_.append_answer(request_, close, out_, action);
    parser_.reset();
    continued_ = false;
    held_ = action == Action::hold;
    if (action == Action::close || action == Action::send_and_close) then = Then::close;
    return true;
  }

  void write(Then then) {
    auto self = shared_from_this();
    asio::async_write(socket_, asio::buffer(out_),
                      [self, then](const error_code& error, std::size_t) {
                        if (error || then == Then::close) return self->shut();
                        self->buffer_.size() > 0 ? self->serve() : self->read();
                      });
  }

  // Says the end first and reads what may still come: closing on unread bytes would reset the
  // connection and take the answer with it.
  void shut() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    if (ignored) return;
    buffer_.clear();
    drain();
  }

  void drain() {
    auto self = shared_from_this();
    socket_.async_read_some(buffer_.prepare(16 * 1024),
                            [self](const error_code& error, std::size_t bytes) {
                              self->drained_ += bytes;
                              if (!error && self->drained_ <= 2 * body_limit) self->drain();
                            });
  }

  tcp::socket socket_;
  Handler& handler_;
  beast::flat_buffer buffer_;
  wire::Request request_;
  wire::Headers spare_;
  std::optional<RequestParser> parser_;
  std::string out_;
  std::uint64_t drained_ = 0;
  bool held_ = false;
  bool continued_ = false;
};

}  // namespace

struct Server::Impl {
  // One port and whom it is for.
  struct Door {
    Door(asio::io_context& context, Handler& served) : handler(served), acceptor(context) {}
    Handler& handler;
    tcp::acceptor acceptor;
    std::uint16_t port = 0;
  };

  void accept(Door& door) {
    door.acceptor.async_accept([this, &door](const error_code& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<Session>(std::move(socket), door.handler)->read();
      }
      accept(door);
    });
  }

  asio::io_context context{1};
  std::deque<Door> doors;  // their addresses stay
};

Server::Server(Handler& handler, std::uint16_t port, const std::string& address)
    : impl_(std::make_unique<Impl>()) {
  listen(handler, port, address);
}

std::uint16_t Server::listen(Handler& handler, std::uint16_t port, const std::string& address) {
  const auto fail = [&](const std::string& reason) {
    throw std::runtime_error("cannot listen on " + address + ":" + std::to_string(port) + ": " +
                             reason);
  };
  error_code error;
  const auto where = asio::ip::make_address(address, error);
  if (error) fail("not an IP address");
  const tcp::endpoint endpoint(where, port);
  Impl::Door& door = impl_->doors.emplace_back(impl_->context, handler);
  door.acceptor.open(endpoint.protocol(), error);
  if (!error) door.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) door.acceptor.bind(endpoint, error);
  if (!error) door.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    impl_->doors.pop_back();
    fail(error.message());
  }
  door.port = door.acceptor.local_endpoint().port();
  impl_->accept(door);
  return door.port;
}

Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->doors.front().port; }
void Server::run() { impl_->context.run(); }
void Server::stop() { impl_->context.stop(); }

}  // namespace assay::mock
