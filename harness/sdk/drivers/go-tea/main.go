// Driver of alibabacloud-go/ecs-20140526, the generated Go client on Tea.
package main

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"

	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	ecs "github.com/alibabacloud-go/ecs-20140526/v7/client"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/alibabacloud-go/tea/tea"

	"assay/sdk/driver"
)

// It retries by the code of the error alone: the errors that it makes bear no name to go by.
var retried = []string{"ServiceUnavailable", "InternalError", "Throttling", "Throttling.User"}

type teaDriver struct {
	client  *ecs.Client
	runtime *dara.RuntimeOptions
}

func (t *teaDriver) About() driver.About {
	return driver.About{Library: "github.com/alibabacloud-go/ecs-20140526/v7",
		Modes: []driver.Mode{{Name: "v3", Signature: "v3", Method: "POST"}, {Name: "v1", Signature: "v1", Method: "POST"}},
		Calls: []string{"typed", "generic"}}
}

func (t *teaDriver) Start(mode string, s *driver.Start) (err error) {
	scheme, host := s.SchemeAndHost()
	config := &openapiutil.Config{AccessKeyId: &s.Credentials.Key, AccessKeySecret: &s.Credentials.Secret,
		Protocol: &scheme, Endpoint: &host, RegionId: &s.Region}
	if s.Credentials.Token != "" {
		config.SecurityToken = &s.Credentials.Token
	}
	if mode == "v1" {
		config.SignatureAlgorithm = tea.String("v2")
	}
	if s.Retries > 0 {
		config.RetryOptions = &dara.RetryOptions{Retryable: true, RetryCondition: []*dara.RetryCondition{{
			MaxAttempts: s.Retries, ErrorCode: retried, Backoff: &dara.FixedBackoffPolicy{Period: 1}}}}
	}
	t.client, err = ecs.NewClient(config)
	t.runtime = &dara.RuntimeOptions{Autoretry: tea.Bool(false), ConnectTimeout: &s.Timeout.Connect,
		ReadTimeout: &s.Timeout.Read}
	return err
}

// Every field of a model is a pointer with its name on the wire in a tag; nil is "not set".
func fill(model reflect.Value, parameters map[string]interface{}) error {
	fields := map[string]reflect.Value{}
	for i := 0; i < model.NumField(); i++ {
		tag := model.Type().Field(i).Tag.Get("json")
		fields[strings.TrimSuffix(tag, ",omitempty")] = model.Field(i)
	}
	for name, value := range parameters {
		field, ok := fields[name]
		if !ok {
			return driver.Unfit("the model has no " + name)
		}
		text, _ := json.Marshal(value)
		if json.Unmarshal(text, field.Addr().Interface()) != nil {
			return driver.Unfit(name + " is declared as " + field.Type().String())
		}
	}
	return nil
}

func (t *teaDriver) Typed(call driver.Call) (driver.Send, error) {
	method := reflect.ValueOf(t.client).MethodByName(call.Operation + "WithOptions")
	if !method.IsValid() || call.Version != "2014-05-26" {
		return nil, driver.Unfit("no method for " + call.Operation + " of " + call.Version)
	}
	model := reflect.New(method.Type().In(0).Elem())
	if err := fill(model.Elem(), call.Parameters); err != nil {
		return nil, err
	}
	return func() (driver.Result, error) {
		out := method.Call([]reflect.Value{model, reflect.ValueOf(t.runtime)})
		if err, failed := out[1].Interface().(error); failed {
			return driver.Result{}, err
		}
		return result(tea.ToMap(out[0].Interface())), nil
	}, nil
}

func (t *teaDriver) Generic(call driver.Call) (driver.Send, error) {
	how := &openapiutil.Params{Action: &call.Operation, Version: &call.Version, Protocol: tea.String("HTTPS"),
		Pathname: tea.String("/"), Method: tea.String("POST"), AuthType: tea.String("AK"), Style: tea.String("RPC"),
		ReqBodyType: tea.String("formData"), BodyType: tea.String("json")}
	return func() (driver.Result, error) {
		request := &openapiutil.OpenApiRequest{Query: openapiutil.Query(call.Parameters)}
		answer, err := t.client.CallApi(how, request, t.runtime)
		return result(answer), err
	}, nil
}

func result(answer map[string]interface{}) (r driver.Result) {
	r.Value = answer["body"]
	if body, ok := r.Value.(map[string]interface{}); ok {
		r.RequestID, _ = body["RequestId"].(string)
	}
	text, _ := json.Marshal(answer["statusCode"])
	_ = json.Unmarshal(text, &r.Status)
	return r
}

// The request id stands in Data, a text of JSON, as the manual of the library reads it.
func (t *teaDriver) Failure(err error) driver.Failure {
	told := &tea.SDKError{}
	if !errors.As(err, &told) {
		return driver.Failure{Message: err.Error()}
	}
	failure := driver.Failure{Code: told.Code, Message: told.Message, Status: told.StatusCode}
	data := map[string]interface{}{}
	if json.Unmarshal([]byte(tea.StringValue(told.Data)), &data) == nil {
		failure.RequestID = data["RequestId"]
	}
	return failure
}

func main() { driver.Serve(&teaDriver{}) }
